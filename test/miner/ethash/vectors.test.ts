import { createBlockHeaderFromRLP } from '@ethereumjs/block';
import { sealHash } from '@medrec/miner/consensus';
import {
  createKernelMemory,
  type EthashKernel,
  epochOf,
  type KernelMemory,
  type KernelSizes,
  openKernel,
  seedHash,
  sizesAt,
} from '@medrec/miner/ethash';
import { bytesToHex, hexToBytes, keccak } from '@medrec/shared/bytes';
import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/ethash.json' with { type: 'json' };
import { officialTests } from '../consensus/official-tests.ts';
import { testCommon } from '../consensus/test-spec.ts';

// If these fail, the kernel computes something, but not Ethash: no other implementation would accept its seals.

const ITEM_BYTES = 64;
const STANDARD_EPOCH_TIMEOUT_MS = 120_000;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array => hexToBytes(`0x${text}`);

interface Opened {
  readonly kernel: EthashKernel;
  readonly memory: KernelMemory;
  cache(): Uint8Array;
  item(number: number): string;
}

/** A verifying kernel with room for one dataset item. */
function open(sizes: KernelSizes): Opened {
  const memory = createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: ITEM_BYTES });
  const kernel = openKernel(memory, 0);
  return {
    kernel,
    memory,
    cache: () => new Uint8Array(memory.memory.buffer, memory.cacheAt, sizes.cacheBytes),
    item(number) {
      kernel.fillItems(number, 1, 0);
      return hex(new Uint8Array(memory.memory.buffer, memory.itemsAt, ITEM_BYTES));
    },
  };
}

function openEpoch(epoch: number): Opened {
  const opened = open(sizesAt({ mode: 'standard' }, epoch));
  opened.kernel.fillCache(seedHash(epoch));
  return opened;
}

describe('chfast/ethash’s vectors', () => {
  const byEpoch = Map.groupBy(vectors.chfast.hashes, ([block]) => epochOf(BigInt(block as number)));

  it.each([...byEpoch])('give the hashes of epoch %i', { timeout: STANDARD_EPOCH_TIMEOUT_MS }, (epoch, cases) => {
    const { kernel } = openEpoch(epoch);
    const inputs = cases.map(([, header, nonce]) => ({ sealHash: unhex(String(header)), nonce: BigInt(`0x${nonce}`) }));
    const expected = cases.map(([, , , mixHash, result]) => ({ mixHash, result }));
    const found = kernel.hashLight(inputs).map(({ mixHash, result }) => ({ mixHash: hex(mixHash), result: hex(result) }));
    expect(found).toEqual(expected);
  });

  it.each(vectors.chfast.caches)('give the whole cache of epoch %i', { timeout: STANDARD_EPOCH_TIMEOUT_MS }, (epoch, hash) => {
    expect(hex(keccak(openEpoch(Number(epoch)).cache().slice()))).toBe(hash);
  });

  it('give pages of the dataset of epoch 13, far beyond its end too', { timeout: STANDARD_EPOCH_TIMEOUT_MS }, () => {
    const { item } = openEpoch(13);
    for (const [page, first, second] of vectors.chfast.pagesOfEpoch13) {
      expect([item(2 * Number(page)), item(2 * Number(page) + 1)]).toEqual([first, second]);
    }
  });

  it('give items up to the last number of 32 bits', () => {
    const { cacheByte, items } = vectors.chfast.itemsOfUniformCache;
    // Their cache has 6,133,493 rows; of equal rows any number gives the same items.
    const { cache, item } = open({ cacheBytes: ITEM_BYTES * 251, datasetBytes: 2 * ITEM_BYTES });
    cache().fill(Number.parseInt(cacheByte, 16));
    for (const [number, expected] of items) expect(item(Number(number))).toBe(expected);
  });
});

describe('go-ethereum’s vectors in its test mode of 1 KiB and 32 KiB', () => {
  const { caches, items, hash, ...sizes } = vectors.geth;

  it('give both caches', () => {
    for (const { epoch, firstRow, lastRow } of caches) {
      const { kernel, cache } = open(sizes);
      kernel.fillCache(seedHash(epoch));
      expect(hex(cache().slice(0, ITEM_BYTES))).toBe(firstRow);
      expect(hex(cache().slice(-ITEM_BYTES))).toBe(lastRow);
    }
  });

  it('give the first items and the hash, from the cache and from the dataset', () => {
    const memory = createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes });
    const kernel = openKernel(memory, 0);
    kernel.fillCache(seedHash(0));
    kernel.fillItems(0, sizes.datasetBytes / ITEM_BYTES);
    const dataset = new Uint8Array(memory.memory.buffer, memory.itemsAt, sizes.datasetBytes);
    for (const [at, item] of items.entries()) expect(hex(dataset.slice(at * ITEM_BYTES, (at + 1) * ITEM_BYTES))).toBe(item);
    const [header = '', nonce, mixHash, result] = hash;
    const input = { sealHash: unhex(header), nonce: BigInt(`0x${nonce}`) };
    for (const found of [...kernel.hashLight([input]), kernel.hashFull(input.sealHash, input.nonce)]) {
      expect([hex(found.mixHash), hex(found.result)]).toEqual([mixHash, result]);
    }
  });
});

interface PowVector {
  readonly header: string;
  readonly header_hash: string;
  readonly mixHash: string;
  readonly nonce: string;
  readonly result: string;
  readonly seed: string;
  readonly cache_size: number;
  readonly full_size: number;
}

const official = officialTests<Record<string, PowVector>>('tests-core/PoWTests/ethash_tests.json');

describe.skipIf(!official)('official PoWTests', () => {
  it('agree in sizes, seed, seal hash, digest and result', { timeout: STANDARD_EPOCH_TIMEOUT_MS }, () => {
    for (const vector of Object.values(official ?? {})) {
      const header = createBlockHeaderFromRLP(hexToBytes(`0x${vector.header}`), { common: testCommon() });
      const epoch = epochOf(header.number);
      expect(sizesAt({ mode: 'standard' }, epoch)).toEqual({ cacheBytes: vector.cache_size, datasetBytes: vector.full_size });
      expect(hex(seedHash(epoch))).toBe(vector.seed);
      expect(bytesToHex(sealHash(header))).toBe(`0x${vector.header_hash}`);
      const { kernel } = openEpoch(epoch);
      const [found] = kernel.hashLight([{ sealHash: sealHash(header), nonce: BigInt(`0x${vector.nonce}`) }]);
      expect(hex(found?.mixHash ?? new Uint8Array(0))).toBe(vector.mixHash);
      expect(hex(found?.result ?? new Uint8Array(0))).toBe(vector.result);
    }
  });
});
