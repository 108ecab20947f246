import { type PackageFiles, type ReleaseChain, verifyRelease } from '@medrec/miner/rewards';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PaidRelease, paidRelease } from './fixture.ts';

// What would be lost: a lab would publish from numbers that are not what the provider committed to.

let paid: PaidRelease;
beforeAll(async () => {
  paid = await paidRelease('C01');
});

async function failedChecks(files: PackageFiles, chain: ReleaseChain = paid.chain): Promise<string[]> {
  const { checks } = await verifyRelease(files, chain);
  return checks.filter(({ passed }) => !passed).map(({ check }) => check);
}

async function changed(file: string, change: (text: string) => string): Promise<PackageFiles> {
  const files = new Map(await paid.files(3));
  const before = new TextDecoder().decode(files.get(file));
  const after = change(before);
  expect(after).not.toBe(before);
  return files.set(file, new TextEncoder().encode(after));
}

describe('verifying a release', () => {
  it('passes every tier of every product as the hospital made it', async () => {
    for (const id of ['C01', 'C04'] as const) {
      const release = await paidRelease(id);
      for (const { tier } of release.tiers) {
        const { checks, passed } = await verifyRelease(await release.files(tier), release.chain);
        expect(checks.filter((check) => !check.passed)).toEqual([]);
        expect(passed).toBe(true);
      }
    }
  });

  it('catches a changed value in data.csv by its hash and against data.parquet', async () => {
    const files = await changed('data.csv', (text) => text.replace(/,(\d\d),/, (_, value: string) => `,${Number(value) + 1},`));
    expect(await failedChecks(files)).toEqual(expect.arrayContaining(['FILES', 'PARQUET']));
  });

  it('catches a row that was taken out', async () => {
    const files = await changed('data.csv', (text) => text.replace(/\n[^\n]+/, ''));
    expect(await failedChecks(files)).toEqual(expect.arrayContaining(['FILES', 'SCHEMA', 'PARQUET']));
  });

  it('catches a value under the cohort floor', async () => {
    const floor: ReleaseChain = { ...paid.chain, policyOf: async () => ({ minimumCohort: 40, lifetimeMicroRho: 1_000_000n }) };
    expect(await failedChecks(await paid.files(3), floor)).toContain('COHORT');
  });

  it('catches another definition than the catalogue’s', async () => {
    const files = await changed('product.json', (text) => text.replace('Population pyramid', 'Population pyramids'));
    expect(await failedChecks(files)).toEqual(expect.arrayContaining(['DEFINITION', 'FILES']));
  });

  it('catches a datasheet that states another privacy cost', async () => {
    const files = await changed('datasheet.json', (text) => text.replace('"microRho":50000', '"microRho":40000'));
    expect(await failedChecks(files)).toEqual(expect.arrayContaining(['BUDGET', 'FILES']));
  });

  it.each([
    ['has debited less than the datasheet says', { spentMicroRho: async () => 49_999n }],
    ['allows more than the datasheet says', { policyOf: async () => ({ minimumCohort: 11, lifetimeMicroRho: 1_000_001n }) }],
    ['has another price', { productOf: async () => ({ finestTier: 3, microRho: 60_000n }) }],
  ] satisfies [string, Partial<ReleaseChain>][])('catches a budget where the chain %s', async (_, change) => {
    expect(await failedChecks(await paid.files(3), { ...paid.chain, ...change })).toContain('BUDGET');
  });

  it('fails what the chain does not show as published', async () => {
    const unpublished: ReleaseChain = { ...paid.chain, releaseOf: async () => ({ stage: 1, lost: false, publishedAt: 0n }) };
    expect(await failedChecks(await paid.files(3), unpublished)).toEqual(['SIGNATURE', 'BUDGET']);
  });

  it('catches a changed manifest by signature and commitment', async () => {
    const files = await changed('manifest.json', (text) => text.replace('"minimumCohort":11', '"minimumCohort":12'));
    expect(await failedChecks(files)).toEqual(expect.arrayContaining(['SIGNATURE', 'COMMITMENT']));
  });

  it('catches a manifest that somebody else signed', async () => {
    const stranger: ReleaseChain = { ...paid.chain, accountOf: async () => '0x00000000000000000000000000000000000000aa' };
    expect(await failedChecks(await paid.files(3), stranger)).toEqual(['SIGNATURE']);
  });

  it('catches the wrong salt', async () => {
    const files = await changed('salt', (text) => text.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));
    expect(await failedChecks(files)).toEqual(['COMMITMENT']);
  });

  it('catches a release of another snapshot, and of another chain', async () => {
    const other: ReleaseChain = { ...paid.chain, chainId: 8n, snapshotRootOf: async () => `0x${'99'.repeat(32)}` };
    expect(await failedChecks(await paid.files(3), other)).toEqual(['NETWORK', 'SNAPSHOT']);
  });

  it('catches a file that the manifest does not list', async () => {
    const files = new Map(await paid.files(3)).set('notes.txt', new Uint8Array([1]));
    expect(await failedChecks(files)).toEqual(['FILES']);
  });

  it('says which file is missing', async () => {
    const files = new Map(await paid.files(3));
    files.delete('data.parquet');
    await expect(verifyRelease(files, paid.chain)).rejects.toMatchObject({ code: 'PACKAGE_INCOMPLETE', facts: { file: 'data.parquet' } });
  });
});
