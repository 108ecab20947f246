import { Worker } from 'node:worker_threads';
import { createKernelMemory, type EthashKernel, type Hashimoto, kernelModule, openKernel, seedHash, targetOf } from '@medrec/miner/ethash';
import { keccak } from '@medrec/shared/bytes';
import { keccak_512 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReferenceHash, referenceCache, referenceHash, referenceItem } from './reference.ts';

// If these fail, the lab searches for seals that are none, passes over seals that are, or its threads write over each other's work.

const SIZES = { cacheBytes: 64 * 31, datasetBytes: 128 * 257 };
const NONCES = 2n ** 64n;
/** Lanes of the search and of light hashes: counts around their multiples are where a batch can go wrong. */
const LANES = 160;
const LIGHT_LANES = 64;

const memory = createKernelMemory({ sizes: SIZES, threads: 3, hasCache: true, itemBytes: SIZES.datasetBytes });
const kernel = openKernel(memory, 0);
kernel.fillCache(seedHash(0));
kernel.fillItems(0, SIZES.datasetBytes / 64);

const cache = referenceCache(seedHash(0), SIZES.cacheBytes);
const items = Array.from({ length: SIZES.datasetBytes / 64 }, (_, index) => referenceItem(cache, index));
const reference = (sealHash: Uint8Array, nonce: bigint): ReferenceHash =>
  referenceHash(sealHash, nonce, SIZES.datasetBytes, (index) => items[index] as Uint32Array);

const header = fc.uint8Array({ minLength: 32, maxLength: 32 });
const nonce = fc.oneof(
  fc.bigInt({ min: 0n, max: NONCES - 1n }),
  fc.bigInt({ min: NONCES - 200n, max: NONCES - 1n }),
  fc.bigInt({ min: 0n, max: 200n }),
);
const NO_TARGET = new Uint8Array(32);

function atMost(result: Uint8Array, target: Uint8Array): boolean {
  return Buffer.compare(result, target) <= 0;
}

/** What the search must give, by single hashes. */
function searchOneByOne(single: EthashKernel, sealHash: Uint8Array, target: Uint8Array, start: bigint, count: number) {
  for (let tried = 1; tried <= count; tried++) {
    const at = (start + BigInt(tried - 1)) % NONCES;
    const hash: Hashimoto = single.hashFull(sealHash, at);
    if (atMost(hash.result, target)) return { hashes: tried, found: { nonce: at, ...hash } };
  }
  return { hashes: count };
}

describe('the kernel', () => {
  it('makes the cache and every item as the reference does', () => {
    expect(new Uint32Array(memory.memory.buffer, memory.cacheAt, cache.length).slice()).toEqual(cache);
    for (const [index, item] of items.entries()) {
      expect(new Uint32Array(memory.memory.buffer, memory.itemsAt + 64 * index, 16).slice()).toEqual(item);
    }
  });

  it('makes any stretch of items in any place', () => {
    const other = createKernelMemory({ sizes: SIZES, threads: 1, hasCache: true, itemBytes: 64 * 200 });
    const builder = openKernel(other, 0);
    builder.fillCache(seedHash(0));
    const stretch = fc.record({ first: fc.integer({ min: 0, max: 380 }), count: fc.integer({ min: 0, max: 130 }), place: fc.nat(60) });
    fc.assert(
      fc.property(stretch, ({ first, count, place }) => {
        const area = new Uint32Array(other.memory.buffer, other.itemsAt, 16 * 200).fill(0);
        builder.fillItems(first, count, 64 * place);
        const expected = new Uint32Array(16 * 200);
        for (let i = 0; i < count; i++) expected.set(items[first + i] as Uint32Array, 16 * (place + i));
        expect(area.slice()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('hashes as the reference does, from the dataset and from the cache', () => {
    fc.assert(
      fc.property(header, nonce, (sealHash, at) => {
        const expected = reference(sealHash, at);
        expect(kernel.hashFull(sealHash, at)).toEqual(expected);
        expect(kernel.hashLight([{ sealHash, nonce: at }])).toEqual([expected]);
      }),
    );
  });

  it('hashes as the reference does in any sizes, of one row and one page on', () => {
    const counts = fc.oneof(
      fc.integer({ min: 1, max: 70 }),
      fc.nat(6).map((power) => 2 ** power),
    );
    fc.assert(
      fc.property(counts, counts, header, nonce, (rows, pages, sealHash, at) => {
        const sizes = { cacheBytes: 64 * rows, datasetBytes: 128 * pages };
        const small = openKernel(createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes }), 0);
        small.fillCache(seedHash(1));
        small.fillItems(0, 2 * pages);
        const ownCache = referenceCache(seedHash(1), sizes.cacheBytes);
        const expected = referenceHash(sealHash, at, sizes.datasetBytes, (index) => referenceItem(ownCache, index));
        expect(small.hashFull(sealHash, at)).toEqual(expected);
        expect(small.hashLight([{ sealHash, nonce: at }])).toEqual([expected]);
      }),
      { numRuns: 25 },
    );
  });

  it('hashes any number of headers together as one by one', () => {
    const counts = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: LIGHT_LANES - 1, max: 2 * LIGHT_LANES + 1 }));
    const input = fc.record({ sealHash: header, nonce });
    fc.assert(
      fc.property(
        counts.chain((count) => fc.array(input, { minLength: count, maxLength: count })),
        (inputs) => {
          expect(kernel.hashLight(inputs)).toEqual(inputs.map((one) => kernel.hashFull(one.sealHash, one.nonce)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('pads keccak as before SHA-3, at every length around its blocks', () => {
    for (const length of [0, 1, 31, 32, 40, 71, 72, 73, 135, 136, 137, 143, 144, 272, 1000, 53_248]) {
      const bytes = Uint8Array.from({ length }, (_, at) => at * 7);
      expect(kernel.keccak256(bytes)).toEqual(keccak(bytes));
      expect(kernel.keccak512(bytes)).toEqual(keccak_512(bytes));
    }
  });
});

describe('the search', () => {
  const counts = fc.oneof(
    fc.integer({ min: 0, max: 17 }),
    fc.integer({ min: LANES - 2, max: LANES + 2 }),
    fc.integer({ min: 2 * LANES - 1, max: 3 * LANES + 1 }),
  );
  const target = fc.bigInt({ min: 1n, max: 400n }).map(targetOf);

  it('finds what single hashes find, in their order, over the end of the nonces too', () => {
    fc.assert(
      fc.property(header, target, nonce, counts, (sealHash, goal, startNonce, count) => {
        const found = kernel.search({ sealHash, target: goal, startNonce, count });
        expect(found).toEqual(searchOneByOne(kernel, sealHash, goal, startNonce, count));
      }),
      { numRuns: 60 },
    );
  });

  it('accepts a result equal to the target in all 32 bytes, and none above it', () => {
    fc.assert(
      fc.property(header, nonce, fc.nat(31), (sealHash, startNonce, at) => {
        const { result } = kernel.hashFull(sealHash, startNonce);
        const job = { sealHash, startNonce, count: 1 };
        expect(kernel.search({ ...job, target: result }).found?.nonce).toBe(startNonce);
        if (result[at] === 0) return;
        // One less in one place: the first byte that differs decides.
        expect(kernel.search({ ...job, target: result.with(at, (result[at] as number) - 1) })).toEqual({ hashes: 1 });
      }),
    );
  });

  it('counts every nonce it tried, and no more', () => {
    const job = { sealHash: new Uint8Array(32), target: NO_TARGET, startNonce: NONCES - 1000n };
    for (const count of [0, 1, LANES, 1001, 5000]) expect(kernel.search({ ...job, count })).toEqual({ hashes: count });
  });

  it('does not begin under the stop flag', () => {
    const flag = new Int32Array(memory.memory.buffer, memory.stopAt, 1);
    Atomics.store(flag, 0, 1);
    const stopped = kernel.search({ sealHash: new Uint8Array(32), target: targetOf(1n), startNonce: 0n, count: 10 });
    Atomics.store(flag, 0, 0);
    expect(stopped).toEqual({ hashes: 0 });
  });

  it('leaves when another thread sets the stop flag, having tried what it says', async () => {
    const stopper = new Worker(
      `const { parentPort, workerData: { memory, stopAt } } = require('node:worker_threads');
       parentPort.on('message', (afterMs) => setTimeout(() => Atomics.store(new Int32Array(memory.buffer, stopAt, 1), 0, 1), afterMs));
       parentPort.postMessage('ready');`,
      { eval: true, workerData: { memory: memory.memory, stopAt: memory.stopAt } },
    );
    await new Promise((resolve) => stopper.once('message', resolve));
    const flag = new Int32Array(memory.memory.buffer, memory.stopAt, 1);
    for (const afterMs of [0, 3, 11, 40]) {
      Atomics.store(flag, 0, 0);
      stopper.postMessage(afterMs);
      // An hour's worth of nonces: only the flag can end it.
      const { hashes, found } = kernel.search({ sealHash: new Uint8Array(32), target: NO_TARGET, startNonce: 0n, count: 2 ** 32 - 1 });
      expect(found).toBeUndefined();
      expect(hashes).toBeLessThan(2 ** 32 - 1);
      expect(hashes % LANES).toBe(0);
    }
    Atomics.store(flag, 0, 0);
    await stopper.terminate();
  });
});

describe('threads', () => {
  it('share the dataset and nothing else', () => {
    const kernels = [0, 1, 2].map((slot) => openKernel(memory, slot, kernelModule()));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), header, nonce), { maxLength: 12 }), (calls) => {
        for (const [slot, sealHash, at] of calls) expect(kernels[slot]?.hashFull(sealHash, at)).toEqual(kernel.hashFull(sealHash, at));
      }),
      { numRuns: 20 },
    );
  });

  it('read pages at random for the limit, the same for the same seed', () => {
    expect(kernel.randomReads(10_000, 7)).toBe(kernel.randomReads(10_000, 7));
    expect(kernel.randomReads(10_000, 7)).not.toBe(kernel.randomReads(10_000, 8));
    expect(kernel.dependentReads(10_000, 7)).toBe(kernel.dependentReads(10_000, 7));
    expect(kernel.dependentReads(4096, 7)).not.toBe(kernel.dependentReads(8192, 7));
  });
});

describe('a memory', () => {
  const HIGH_BYTES = 2 ** 31 + 2 ** 28;
  const needed = 2 * HIGH_BYTES;

  it.skipIf(process.availableMemory() < needed)(
    `reaches beyond 2 GiB (skipped when less than ${needed / 2 ** 20} MiB are available)`,
    () => {
      const sizes = { cacheBytes: SIZES.cacheBytes, datasetBytes: HIGH_BYTES };
      const high = createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: HIGH_BYTES });
      const builder = openKernel(high, 0);
      builder.fillCache(seedHash(0));
      const last = HIGH_BYTES / 64 - 5;
      builder.fillItems(last, 5);
      expect(new Uint32Array(high.memory.buffer, high.itemsAt + 64 * last, 16).slice()).toEqual(referenceItem(cache, last));
      // The rest is zeros, and takes no memory until it is read.
      const lookup = (index: number) => new Uint32Array(high.memory.buffer, high.itemsAt + 64 * index, 16);
      for (const at of [0n, 1n, 2n]) {
        const sealHash = new Uint8Array(32).fill(9);
        expect(builder.hashFull(sealHash, at)).toEqual(referenceHash(sealHash, at, HIGH_BYTES, lookup));
      }
    },
  );

  it('of more than 4 GiB is refused, with what can be done', () => {
    const plan = { sizes: SIZES, threads: 1, hasCache: true, itemBytes: 2 ** 32 };
    expect(() => createKernelMemory(plan)).toThrowError(expect.objectContaining({ code: 'ETHASH_MEMORY', remedy: expect.any(String) }));
  });

  it('is not written beyond its plan', () => {
    const misused = expect.objectContaining({ code: 'ETHASH_KERNEL_MISUSED' });
    const verifier = openKernel(createKernelMemory({ sizes: SIZES, threads: 1, hasCache: true, itemBytes: 0 }), 0);
    const miner = openKernel(createKernelMemory({ sizes: SIZES, threads: 1, hasCache: false, itemBytes: SIZES.datasetBytes }), 0);
    const zeros = new Uint8Array(32);
    expect(() => openKernel(memory, 3)).toThrowError(misused);
    expect(() => openKernel(memory, -1)).toThrowError(misused);
    for (const sizes of [
      { ...SIZES, cacheBytes: 63 },
      { ...SIZES, datasetBytes: 0 },
      { ...SIZES, datasetBytes: 192 },
    ]) {
      expect(() => openKernel(createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: 0 }), 0)).toThrowError(misused);
    }
    expect(() => verifier.fillItems(0, 1)).toThrowError(misused);
    expect(() => verifier.hashFull(zeros, 0n)).toThrowError(misused);
    expect(() => verifier.randomReads(1, 1)).toThrowError(misused);
    expect(() => miner.fillCache(zeros)).toThrowError(misused);
    expect(() => miner.hashLight([{ sealHash: zeros, nonce: 0n }])).toThrowError(misused);
    expect(() => kernel.hashFull(new Uint8Array(31), 0n)).toThrowError(misused);
    expect(() => kernel.fillItems(1, SIZES.datasetBytes / 64)).toThrowError(misused);
    expect(() => kernel.fillItems(0, -1)).toThrowError(misused);
    expect(() => kernel.fillItems(0, 1, 32)).toThrowError(misused);
    expect(() => kernel.search({ sealHash: zeros, target: zeros, startNonce: 0n, count: 2 ** 32 })).toThrowError(misused);
    expect(() => kernel.keccak256(new Uint8Array(53_249))).toThrowError(misused);
  });
});
