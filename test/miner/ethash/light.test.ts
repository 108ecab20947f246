import { createBlockHeaderFromRLP } from '@ethereumjs/block';
import { sealedWorkOf, sealHash } from '@medrec/miner/consensus';
import { createEthash, type Ethash, meetsDifficulty, type SealedWork, searchSmall, sizesAt } from '@medrec/miner/ethash';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { devnetPreset, type EthashSizes } from '@medrec/shared/chain';
import { afterAll, describe, expect, it } from 'vitest';
import { createLightThread } from '../../../packages/miner/src/ethash/light/light-thread.ts';
import { officialTests } from '../consensus/official-tests.ts';
import { testCommon } from '../consensus/test-spec.ts';

// If these fail, this node's chain is not the network's: a seal would be judged otherwise, or the node would stand still
// while it judges.

const open: Ethash[] = [];
const ethashOf = (sizes: EthashSizes): Ethash => {
  const ethash = createEthash(sizes);
  open.push(ethash);
  return ethash;
};
afterAll(() => Promise.all(open.map((ethash) => ethash.close())));

const hash = hexToBytes('0xc9149cc0386e689d789a1c2f3d5d169a61a6218ed30e74414dc736e442ef3d1f');

/** Sizes whose seals only the worker thread computes; the dataset itself is never made. */
const WORKER_SIZES: EthashSizes = { mode: 'fixed', cacheBytes: 16_384, datasetBytes: 32 * 2 ** 20 };

async function seal(ethash: Ethash, blockNumber: bigint, difficulty: bigint): Promise<SealedWork> {
  for (let nonce = 0n; ; nonce++) {
    const { mixHash, result } = await ethash.hash(blockNumber, hash, nonce);
    if (!meetsDifficulty(result, difficulty)) continue;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(nonce);
    return { blockNumber, sealHash: hash, nonce: bytes, mixHash, difficulty };
  }
}

describe('small sizes', () => {
  const devnet = ethashOf(devnetPreset.ethash);

  it('give go-ethereum’s digest and result', async () => {
    const { mixHash, result } = await devnet.hash(0n, hash, 0n);
    expect(bytesToHex(mixHash)).toBe('0xe4073cffaef931d37117cefd9afd27ea0f1cad6a981dd2605c4a1ac97c519800');
    expect(bytesToHex(result)).toBe('0xd3539235ee2e6f8db665c0a72169f55b7f6c605712330b778ec3944f0eb5a557');
  });

  it('are searched on the calling thread, to the end of the nonces and beyond, and larger ones are refused', async () => {
    const job = { blockNumber: 30_000n, sealHash: hash, difficulty: 64n, startNonce: 2n ** 64n - 5n, count: 2000 };
    const found = searchSmall(devnetPreset.ethash, job);
    expect(found).toBeDefined();
    if (found) expect(await devnet.verify({ ...job, ...found })).toBe(true);
    expect(searchSmall(devnetPreset.ethash, { ...job, difficulty: 2n ** 200n, count: 3 })).toBeUndefined();
    expect(() => searchSmall(WORKER_SIZES, job)).toThrowError(expect.objectContaining({ code: 'ETHASH_SIZES_LARGE' }));
  });
});

describe.each([
  ['small sizes', devnetPreset.ethash],
  ['sizes for the worker thread', WORKER_SIZES],
])('a seal of %s', (_, sizes) => {
  const ethash = ethashOf(sizes);

  it('is right with its own nonce, mix, header and epoch only', async () => {
    const work = await seal(ethash, 29_999n, 16n);
    const altered = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte));
    const checks: [boolean, SealedWork][] = [
      [true, work],
      [true, work],
      [false, { ...work, mixHash: altered(work.mixHash) }],
      [false, { ...work, nonce: altered(work.nonce) }],
      [false, { ...work, sealHash: altered(work.sealHash) }],
      [false, { ...work, blockNumber: 30_000n }],
      [false, { ...work, difficulty: 2n ** 255n }],
      [false, { ...work, difficulty: 0n }],
      [false, { ...work, nonce: work.nonce.subarray(1) }],
      [false, { ...work, mixHash: new Uint8Array(0) }],
    ];
    expect(await Promise.all(checks.map(([, claim]) => ethash.verify(claim)))).toEqual(checks.map(([isRight]) => isRight));
  });

  it('counts when its result is the target itself', async () => {
    const { mixHash, result } = await ethash.hash(1n, hash, 7n);
    const value = BigInt(bytesToHex(result));
    const nonce = Buffer.from('0000000000000007', 'hex');
    // The greatest difficulty whose target is not below the result, and the next.
    const difficulty = 2n ** 256n / value;
    expect(await ethash.verify({ blockNumber: 1n, sealHash: hash, nonce, mixHash, difficulty })).toBe(true);
    expect(await ethash.verify({ blockNumber: 1n, sealHash: hash, nonce, mixHash, difficulty: difficulty + 1n })).toBe(false);
  });

  it('is not asked for in epochs that no chain will reach', async () => {
    await expect(ethash.hash(10n ** 12n, hash, 0n)).rejects.toMatchObject({ code: 'ETHASH_EPOCH' });
  });
});

it('a seal that this node found right is not computed again at its block’s import, and a share is not remembered', async () => {
  const thread = createLightThread();
  const asked: bigint[] = [];
  const hash = (request: Parameters<typeof thread.hash>[0]): ReturnType<typeof thread.hash> => {
    asked.push(request.nonce);
    return thread.hash(request);
  };
  const counting = createEthash(WORKER_SIZES, { ...thread, hash });
  open.push(counting);
  const work = await seal(counting, 1n, 16n);
  const nonce = Buffer.from(work.nonce).readBigUInt64BE();
  asked.length = 0;
  await counting.hash(1n, work.sealHash, nonce, 2n ** 200n);
  expect(await counting.verify(work)).toBe(true);
  expect(asked).toEqual([nonce, nonce]);
  const fresh = createEthash(WORKER_SIZES, { ...thread, hash });
  asked.length = 0;
  await fresh.hash(1n, work.sealHash, nonce, work.difficulty);
  expect(await fresh.verify(work)).toBe(true);
  expect(await fresh.verify({ ...work, mixHash: work.mixHash.toReversed() })).toBe(false);
  expect(asked).toEqual([nonce]);
});

describe('the verifying thread', () => {
  const sizes = sizesAt(WORKER_SIZES, 0);
  const request = (epoch: number, nonce: bigint) => ({ epoch, sizes, sealHash: hash, nonce, isBlock: true });

  it('answers each of many waiting requests of several epochs with its own hash', async () => {
    const alone = createLightThread();
    const together = createLightThread();
    const requests = Array.from({ length: 150 }, (_, at) => request(at % 4, BigInt(at)));
    const expected: string[] = [];
    for (const one of requests.slice(0, 20)) expected.push(bytesToHex((await alone.hash(one)).result));
    const found = (await Promise.all(requests.map(together.hash))).map(({ result }) => bytesToHex(result));
    expect(found.slice(0, 20)).toEqual(expected);
    expect(new Set(found).size).toBe(150);
    await Promise.all([alone.close(), together.close()]);
  });

  it('holds a limited number of requests, and a crowd of solutions leaves blocks their room', async () => {
    const thread = createLightThread();
    const codeOf = (at: number, isBlock: boolean): Promise<string> =>
      thread.hash({ ...request(0, BigInt(at)), isBlock }).then(String, ({ code }) => code);
    const solutions = Array.from({ length: 1030 }, (_, at) => codeOf(at, false));
    const blocks = Array.from({ length: 4100 }, (_, at) => codeOf(at, true));
    await thread.close();
    const count = async (codes: Promise<string>[], wanted: string) => (await Promise.all(codes)).filter((code) => code === wanted).length;
    expect([await count(solutions, 'ETHASH_BUSY'), await count(solutions, 'ETHASH_CLOSED')]).toEqual([6, 1024]);
    expect([await count(blocks, 'ETHASH_BUSY'), await count(blocks, 'ETHASH_CLOSED')]).toEqual([4, 4096]);
    await expect(thread.hash(request(0, 1n))).rejects.toMatchObject({ code: 'ETHASH_CLOSED' });
  });

  it('hashes blocks before solutions that came earlier', async () => {
    const thread = createLightThread();
    const order: string[] = [];
    const one = (at: number, isBlock: boolean) =>
      thread.hash({ ...request(0, BigInt(at)), isBlock }).then(() => order.push(isBlock ? 'block' : 'solution'));
    const solutions = Array.from({ length: 200 }, (_, at) => one(at, false));
    // The first batch is under way.
    await Promise.resolve();
    await Promise.all([...solutions, ...[1, 2, 3].map((at) => one(at, true))]);
    expect(order.indexOf('block')).toBeLessThanOrEqual(64);
    await thread.close();
  });

  it('fails the waiting requests by name when it dies, and another takes the next', async () => {
    const broken = new URL('./broken-worker.ts', import.meta.url);
    const thread = createLightThread(broken);
    const codes = await Promise.all([1n, 2n].map((nonce) => thread.hash(request(0, nonce)).catch(({ code }) => code)));
    expect(codes).toEqual(['ETHASH_WORKER_FAILED', 'ETHASH_WORKER_FAILED']);
    await expect(thread.hash(request(0, 3n))).rejects.toMatchObject({
      code: 'ETHASH_WORKER_FAILED',
      cause: { message: 'broken on purpose' },
    });
    await thread.close();
  });

  it('says why there is no memory for a cache, and goes on', async () => {
    const thread = createLightThread();
    const far = { ...request(0, 1n), epoch: 1, sizes: { cacheBytes: 2 ** 32, datasetBytes: 2 ** 33 } };
    await expect(thread.hash(far)).rejects.toMatchObject({ code: 'ETHASH_MEMORY' });
    await expect(thread.hash(request(0, 1n))).resolves.toBeDefined();
    await thread.close();
  });
});

interface PowVector {
  readonly header: string;
  readonly header_hash: string;
  readonly mixHash: string;
  readonly nonce: string;
  readonly result: string;
}

const vectors = officialTests<Record<string, PowVector>>('tests-core/PoWTests/ethash_tests.json');

describe.skipIf(!vectors)('official PoWTests', () => {
  it('agree in seal hash, digest and result', { timeout: 120_000 }, async () => {
    const ethash = ethashOf({ mode: 'standard' });
    for (const vector of Object.values(vectors ?? {})) {
      const header = createBlockHeaderFromRLP(hexToBytes(`0x${vector.header}`), { common: testCommon() });
      expect(bytesToHex(sealHash(header))).toBe(`0x${vector.header_hash}`);
      const { mixHash, result } = await ethash.hash(header.number, sealHash(header), BigInt(`0x${vector.nonce}`));
      expect(bytesToHex(mixHash)).toBe(`0x${vector.mixHash}`);
      expect(bytesToHex(result)).toBe(`0x${vector.result}`);
      const work = { ...sealedWorkOf(header), nonce: hexToBytes(`0x${vector.nonce}`), mixHash };
      expect(await ethash.verify({ ...work, difficulty: 2n ** 256n / BigInt(bytesToHex(result)) })).toBe(true);
    }
  });
});
