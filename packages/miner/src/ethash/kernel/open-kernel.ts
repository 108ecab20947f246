import { MedrecError } from '@medrec/shared/errors';
import * as at from './layout.ts';
import type { KernelMemory } from './memory.ts';
import { kernelModule } from './module.ts';

export interface Hashimoto {
  /** 32 bytes: goes into the header, so that a peer can refuse a wrong seal cheaply. */
  readonly mixHash: Uint8Array;
  /** 32 bytes, big-endian: the work done. */
  readonly result: Uint8Array;
}

export interface LightInput {
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  /** 64 bits. */
  readonly nonce: bigint;
}

export interface KernelSearch {
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  /** 32 bytes, big-endian: the greatest result that counts. */
  readonly target: Uint8Array;
  /** 64 bits; the search goes on from 0 behind 2^64 - 1. */
  readonly startNonce: bigint;
  /** Nonces to try, below 2^32. */
  readonly count: number;
}

export interface KernelSearchResult {
  /** Nonces tried, in order from the first; the one found is the last of them. Go on with `startNonce + hashes`. */
  readonly hashes: number;
  readonly found?: Hashimoto & { readonly nonce: bigint };
}

/** One thread's Ethash over a memory that it shares with others. All calls run on the calling thread until they are done. */
export interface EthashKernel {
  /** Fills the cache from a 32-byte seed hash. */
  fillCache(seed: Uint8Array): void;
  /** Writes dataset items [first, first + count) from `offset` bytes into the items area on; their own place when absent. Reads the cache. */
  fillItems(first: number, count: number, offset?: number): void;
  /** From the cache; several inputs are interleaved, up to 64 at a time, in half the time of one after the other. */
  hashLight(inputs: readonly LightInput[]): Hashimoto[];
  /** From the dataset, all of which must be in the items area. */
  hashFull(sealHash: Uint8Array, nonce: bigint): Hashimoto;
  /** From the dataset. Leaves at the first nonce found, and early when the memory's stop flag is not 0. */
  search(job: KernelSearch): KernelSearchResult;
  /**
   * Reads `count` random 128-byte pages of the dataset, rounded up to bursts of 512 in each 4,096, independently of each other: the limit
   * of any search. Returns a number that depends on all addresses and on nothing that was read, for which nothing waits.
   */
  randomReads(count: number, seed: number): number;
  /**
   * Reads a word of `count` random rows of the cache, in slices of 4,096, each row chosen by the word before: what verifying one header
   * alone waits for. Returns the last word.
   */
  dependentReads(count: number, seed: number): number;
  /** Keccak of up to 53,248 bytes, with the padding from before SHA-3. */
  keccak256(bytes: Uint8Array): Uint8Array;
  keccak512(bytes: Uint8Array): Uint8Array;
}

interface Exports {
  configure(scratchAt: number, cacheAt: number, cacheRows: number, itemsAt: number, datasetPages: number): void;
  fillCache(): void;
  fillItems(first: number, count: number, offset: number): void;
  hashLight(count: number): void;
  hashFull(nonce: bigint): void;
  search(startNonce: bigint, count: number): number;
  readonly found: WebAssembly.Global<'i32'>;
  randomReads(count: number, seed: number): number;
  dependentReads(count: number, seed: number): number;
  keccak(scratchAt: number, inputAt: number, length: number, rate: number, outAt: number): void;
}

/** Bytes that the sponge takes in at once; a digest is half of what is left of its 200. */
const RATE_256 = 136;
const RATE_512 = 72;

/** Opens one thread's instance. @param slot below the plan's `threads`; no two threads may share one. @throws MedrecError `ETHASH_KERNEL_MISUSED`. */
export function openKernel(kernelMemory: KernelMemory, slot: number, module: WebAssembly.Module = kernelModule()): EthashKernel {
  const { memory, plan, cacheAt, itemsAt } = kernelMemory;
  const { cacheBytes, datasetBytes } = plan.sizes;
  requireThat(Number.isInteger(slot) && slot >= 0 && slot < plan.threads, 'slot is one of the plan’s threads');
  requireThat(isWhole(cacheBytes, at.NODE_BYTES) && isWhole(datasetBytes, at.PAGE_BYTES), 'sizes are whole rows and pages');
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  const scratch = at.SCRATCH_AT + slot * at.SCRATCH_BYTES;
  exports.configure(scratch, cacheAt, cacheBytes / at.NODE_BYTES, itemsAt, datasetBytes / at.PAGE_BYTES);
  const bytes = new Uint8Array(memory.buffer, scratch, at.SCRATCH_BYTES);
  const view = new DataView(memory.buffer, scratch, at.SCRATCH_BYTES);
  const take = (offset: number, length: number) => new Uint8Array(bytes.subarray(offset, offset + length));
  const give = (offset: number, value: Uint8Array, length: number) => {
    requireThat(value.length === length, 'a hash has 32 bytes');
    bytes.set(value, offset);
  };
  const requireDataset = () => requireThat(plan.itemBytes >= datasetBytes, 'the memory holds the whole dataset');
  const requireCache = () => requireThat(plan.hasCache, 'the memory holds a cache');

  function hashLanes(inputs: readonly LightInput[]): Hashimoto[] {
    for (const [lane, { sealHash, nonce }] of inputs.entries()) {
      const input = at.LIGHT_INPUTS_AT + lane * at.LIGHT_INPUT_BYTES;
      give(input, sealHash, at.HASH_BYTES);
      view.setBigUint64(input + at.HASH_BYTES, nonce, true);
    }
    exports.hashLight(inputs.length);
    return inputs.map((_, lane) => {
      const output = at.LIGHT_OUTPUTS_AT + lane * at.LIGHT_OUTPUT_BYTES;
      return { mixHash: take(output, at.HASH_BYTES), result: take(output + at.HASH_BYTES, at.HASH_BYTES) };
    });
  }

  function keccak(value: Uint8Array, rate: number): Uint8Array {
    requireThat(value.length <= at.INPUT_LIMIT_BYTES, 'the input fits its area');
    bytes.set(value, at.INPUT_AT);
    exports.keccak(scratch, scratch + at.INPUT_AT, value.length, rate, scratch + at.DIGEST_AT);
    return take(at.DIGEST_AT, (200 - rate) / 2);
  }

  const takeFound = (): Hashimoto => ({ mixHash: take(at.FOUND_MIX_AT, at.HASH_BYTES), result: take(at.FOUND_RESULT_AT, at.HASH_BYTES) });

  return {
    fillCache(seed) {
      requireCache();
      give(at.HEADER_AT, seed, at.HASH_BYTES);
      exports.fillCache();
    },
    fillItems(first, count, offset = first * at.NODE_BYTES) {
      requireCache();
      requireThat(isUint32(first) && isUint32(count), 'items are counted in 32 bits');
      requireThat(
        offset % at.NODE_BYTES === 0 && offset >= 0 && offset + count * at.NODE_BYTES <= plan.itemBytes,
        'the items fit their area',
      );
      exports.fillItems(first, count, offset);
    },
    hashLight(inputs) {
      requireCache();
      const hashes: Hashimoto[] = [];
      for (let i = 0; i < inputs.length; i += at.LIGHT_LANES) hashes.push(...hashLanes(inputs.slice(i, i + at.LIGHT_LANES)));
      return hashes;
    },
    hashFull(sealHash, nonce) {
      requireDataset();
      give(at.HEADER_AT, sealHash, at.HASH_BYTES);
      exports.hashFull(nonce);
      return takeFound();
    },
    search({ sealHash, target, startNonce, count }) {
      requireDataset();
      requireThat(isUint32(count), 'nonces are counted in 32 bits');
      give(at.HEADER_AT, sealHash, at.HASH_BYTES);
      give(at.TARGET_AT, target, at.HASH_BYTES);
      const hashes = exports.search(startNonce, count) >>> 0;
      if (exports.found.value === 0) return { hashes };
      return { hashes, found: { nonce: view.getBigUint64(at.FOUND_NONCE_AT, true), ...takeFound() } };
    },
    randomReads(count, seed) {
      requireDataset();
      return exports.randomReads(count, seed) >>> 0;
    },
    dependentReads(count, seed) {
      requireCache();
      return exports.dependentReads(count, seed) >>> 0;
    },
    keccak256: (value) => keccak(value, RATE_256),
    keccak512: (value) => keccak(value, RATE_512),
  };
}

function isWhole(bytes: number, unit: number): boolean {
  return bytes > 0 && isUint32(bytes / unit);
}

function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

/** A kernel writes where it is told to; a caller's mistake must end here and not in another thread's memory. */
function requireThat(holds: boolean, condition: string): void {
  if (holds) return;
  throw new MedrecError({
    code: 'ETHASH_KERNEL_MISUSED',
    message: 'The Ethash kernel was called against its conditions.',
    facts: { condition },
  });
}
