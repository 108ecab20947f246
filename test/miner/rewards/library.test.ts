import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellsOf, createLibrary, type LibraryReceipt, openRelease, plotRelease, textTable, unpackRelease } from '@medrec/miner/rewards';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EPOCH, type PaidRelease, PROVIDER_ID, paidRelease } from './fixture.ts';

// What would be lost: a lab's pay, by a crash while filing or a name that overwrites another.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medrec-library-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function receiptOf(paid: PaidRelease, tier: number): LibraryReceipt {
  const built = paid.tiers[tier];
  return {
    version: 1,
    releaseKey: paid.releaseKey,
    providerId: PROVIDER_ID,
    labId: `0x${'55'.repeat(32)}`,
    productId: paid.product.id,
    title: paid.product.title,
    epoch: EPOCH,
    tier,
    manifestHash: built?.manifestHash ?? `0x${'00'.repeat(32)}`,
    filedAt: '2026-01-01T00:00:00.000Z',
    verifiedAtBlock: 40,
    checks: [],
  };
}

describe('the library', () => {
  it('files a release under a name that says what it is, and gives the same bytes back', async () => {
    const paid = await paidRelease('C01');
    const library = createLibrary(folder);
    const files = await paid.files(3);
    const entry = await library.file(files, '<svg/>', receiptOf(paid, 3));
    expect(entry.name).toBe('c01-e12-t3-11111111');
    expect(await library.list()).toEqual([entry]);
    expect(new Map([...(await library.filesOf(entry))].sort())).toEqual(new Map([...files].sort()));
    expect(await readFile(join(entry.path, 'plot.svg'), 'utf8')).toBe('<svg/>');
  });

  it('changes nothing when the same release is filed again, and keeps tiers apart', async () => {
    const paid = await paidRelease('C01');
    const library = createLibrary(folder);
    await library.file(await paid.files(3), 'first', receiptOf(paid, 3));
    const again = await library.file(await paid.files(3), 'second', receiptOf(paid, 3));
    expect(await readFile(join(again.path, 'plot.svg'), 'utf8')).toBe('first');
    await library.file(await paid.files(2), 'coarser', receiptOf(paid, 2));
    expect(await library.list()).toHaveLength(2);
  });

  it('does not list what a crash left half-written, and files over it', async () => {
    const paid = await paidRelease('C01');
    await mkdir(join(folder, '.filing-c01-e12-t3-11111111'));
    await writeFile(join(folder, '.filing-c01-e12-t3-11111111', 'data.csv'), 'half');
    const library = createLibrary(folder);
    expect(await library.list()).toEqual([]);
    const entry = await library.file(await paid.files(3), '', receiptOf(paid, 3));
    expect((await library.filesOf(entry)).get('data.csv')?.length).toBeGreaterThan(100);
  });

  it('names what it has when asked for what it has not, and never leaves its folder', async () => {
    const library = createLibrary(folder);
    await expect(library.get('c01-e1-t1-00000000')).rejects.toMatchObject({ code: 'LIBRARY_UNKNOWN' });
    await expect(library.get('../../etc')).rejects.toMatchObject({ code: 'LIBRARY_UNKNOWN' });
  });
});

describe('a release for people', () => {
  it('prints sexes across and ages down, withheld cells as dots', async () => {
    const lines = textTable(await openRelease(await (await paidRelease('C01')).files(3)));
    expect(lines[0]).toMatch(/^age5\s+female\s+male\s+other_or_unknown$/);
    expect(lines).toHaveLength(2 + 19);
    expect(lines.some((line) => /\d+ ± \d+/.test(line))).toBe(true);
  });

  it.each(['C01', 'C04'] as const)('draws %s at every tier, with whiskers', async (id) => {
    const paid = await paidRelease(id);
    for (const { tier } of paid.tiers) {
      const svg = await plotRelease(await openRelease(await paid.files(tier)));
      expect(svg).toContain(paid.product.title);
      expect(svg).toContain('role-mark');
    }
  });
});

describe('the map of C04', () => {
  it('shows every published cell as it is and sums nothing', async () => {
    const release = await openRelease(await (await paidRelease('C04')).files(3));
    const svg = await plotRelease(release);
    const numbers = [...svg.matchAll(/<text[^>]*font-size="8px"[^>]*>(\d+)<\/text>/g)].map(([, value]) => Number(value));
    const published = cellsOf(release.csv).flatMap(({ value }) => value ?? []);
    expect(numbers.sort((a, b) => a - b)).toEqual(published.sort((a, b) => a - b));
    expect(svg).toContain('each ± 10');
  });
});

describe('unpacking', () => {
  it.each([
    ['no tar at all', new Uint8Array(700).fill(7)],
    ['an empty answer', new Uint8Array(0)],
  ])('refuses or leaves empty %s', async (_, archive) => {
    const files = await unpackRelease(archive).catch((error: { code: string }) => error.code);
    expect(files === 'PACKAGE_INVALID' || (files instanceof Map && files.size === 0)).toBe(true);
  });
});
