import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { osRandom } from '@medrec/census/privacy';
import { hexToBytes } from '@medrec/shared/bytes';
import { productHash, releaseKey as releaseKeyOf } from '@medrec/shared/census';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definition, hex32, identity, type OpenWriter, openWriter, request } from './fixture.ts';

const COST = 70_000;
const key = (epoch: number) => releaseKeyOf({ providerId: identity.providerId, product: productHash(definition), epoch: BigInt(epoch) });
let folder: string;
let opened: OpenWriter[] = [];

const open = async (options: Parameters<typeof openWriter>[1] = {}): Promise<OpenWriter> => {
  const writer = await openWriter(folder, options);
  opened.push(writer);
  return writer;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medrec-writer-'));
});
afterEach(async () => {
  await Promise.all(opened.map((writer) => writer.close()));
  opened = [];
  await rm(folder, { recursive: true });
});

describe('the release writer', () => {
  it('debits before the first random byte is drawn', async () => {
    const spentAtDraws: number[] = [];
    const { writer, ledger } = await open({
      random: (buffer) => {
        spentAtDraws.push(ledger.spentMicroRho());
        osRandom(buffer);
      },
    });
    await writer.prepare(request(1));
    expect(new Set(spentAtDraws)).toEqual(new Set([COST]));
  });

  it('gives identical commitments and bytes however often it is asked, also after a restart', async () => {
    const first = await open();
    const prepared = await Promise.all([first.writer.prepare(request(1)), first.writer.prepare(request(1))]);
    expect(prepared[1]).toEqual(prepared[0]);
    await first.writer.markPublished(key(1));
    const bytes = await first.writer.packageFor(key(1), 2);
    await first.close();
    const second = await open();
    expect(await second.writer.prepare(request(1))).toEqual(prepared[0]);
    expect(await second.writer.packageFor(key(1), 2)).toEqual(bytes);
    expect(second.ledger.spentMicroRho()).toBe(COST);
  });

  it('lets no byte leave before publication', async () => {
    const { writer } = await open();
    await writer.prepare(request(1));
    await expect(writer.packageFor(key(1), 1)).rejects.toMatchObject({ code: 'RELEASE_NOT_READY' });
    await writer.markPublishing(key(1));
    await expect(writer.packageFor(key(1), 1)).rejects.toMatchObject({ code: 'RELEASE_NOT_READY' });
    await writer.markPublished(key(1));
    expect(await writer.packageFor(key(1), 1)).toBeInstanceOf(Uint8Array);
    expect(await writer.packageFor(key(1), 7)).toBeUndefined();
  });

  it('draws nothing once the budget is spent, and keeps what it has', async () => {
    const { writer, ledger } = await open({ lifetimeMicroRho: 2 * COST + 1 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((epoch) => writer.prepare(request(epoch))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(ledger.spentMicroRho()).toBe(2 * COST);
    await expect(writer.prepare(request(3))).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    await writer.prepare(request(1));
  });

  it('spends nothing when counting fails', async () => {
    const { writer, ledger } = await open();
    await expect(writer.prepare(request(1, { product: hex32(8) }))).rejects.toMatchObject({ code: 'PRODUCT_UNKNOWN' });
    expect(ledger.spentMicroRho()).toBe(0);
  });

  it('never draws what the chain shows as published: it serves the stored bytes, or says they are lost and counts them', async () => {
    const first = await open();
    const { commitments } = await first.writer.prepare(request(1));
    expect((await first.writer.prepare(request(1, { commitmentsOnChain: commitments }))).commitments).toEqual(commitments);
    expect(await first.writer.packageFor(key(1), 0)).toBeInstanceOf(Uint8Array);
    await expect(first.writer.prepare(request(1, { commitmentsOnChain: [hex32(1), hex32(2), hex32(3)] }))).rejects.toMatchObject({
      code: 'RELEASE_LOST',
    });
    await expect(first.writer.prepare(request(2, { commitmentsOnChain: commitments }))).rejects.toMatchObject({ code: 'RELEASE_LOST' });
    expect(first.ledger.spentMicroRho()).toBe(2 * COST);
  });

  it('never draws again what may be on its way to the chain, though the store is gone', async () => {
    const first = await open();
    await first.writer.prepare(request(1));
    await first.writer.markPublishing(key(1));
    await first.close();
    await rm(join(folder, 'releases'), { recursive: true });
    const second = await open();
    await expect(second.writer.prepare(request(1))).rejects.toMatchObject({ code: 'RELEASE_LOST' });
  });

  it('keeps releases encrypted, and opens them with their key only', async () => {
    const first = await open();
    await first.writer.prepare(request(1));
    await first.close();
    for (const file of await readdir(join(folder, 'releases'))) {
      const bytes = await readFile(join(folder, 'releases', file));
      for (const secret of ['obs_status', 'Test product', 'PAR1', 'manifest']) expect(bytes.includes(secret)).toBe(false);
    }
    const second = await open({ key: hexToBytes(hex32(10)) });
    await expect(second.writer.prepare(request(1))).rejects.toMatchObject({ code: 'RELEASE_STORE_UNREADABLE' });
  });

  it('has one writer', async () => {
    const { ledger } = await open();
    await ledger.close();
    await expect(openWriter(folder)).rejects.toMatchObject({ code: 'RELEASE_STORE_LOCKED' });
  });
});

describe('killed with -9', () => {
  const killedAt = async (step: string): Promise<void> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer-child.ts'), folder, step], { stdio: 'inherit' });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  };

  it.each([
    ['afterDebit', 'debited', false],
    ['duringDraw', 'debited', false],
    ['afterDraw', 'debited', false],
    ['afterStore', 'debited', true],
    ['afterPublishing', 'publishing', true],
  ])('%s: the debit stands, it is not made twice, and stored bytes are never replaced', async (step, state, isStored) => {
    await killedAt(step);
    const { writer, ledger, store } = await open();
    expect([ledger.spentMicroRho(), ledger.stateOf(key(1))]).toEqual([COST, state]);
    const stored = await store.commitmentsOf(key(1));
    expect(stored !== undefined).toBe(isStored);
    const { commitments } = await writer.prepare(request(1));
    if (isStored) expect(commitments).toEqual(stored);
    expect(commitments).toHaveLength(3);
    expect(ledger.spentMicroRho()).toBe(COST);
    await writer.markPublished(key(1));
    expect(await writer.packageFor(key(1), 2)).toBeInstanceOf(Uint8Array);
  });
});
