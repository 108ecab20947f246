import { keccakP } from '@noble/hashes/sha3.js';

// Ethash, as the yellow paper's appendix J has it, in plain JavaScript: a hundred times slower than the kernel, and made without it.

const FNV_PRIME = 0x01000193;
const NODE_WORDS = 16;
const MIX_WORDS = 32;
const CACHE_ROUNDS = 3;
const PARENTS = 256;
const ACCESSES = 64;

export interface ReferenceHash {
  readonly mixHash: Uint8Array;
  readonly result: Uint8Array;
}

/** The 16 words of a dataset item. */
export type Lookup = (index: number) => Uint32Array;

/** Rows of 16 words. */
export function referenceCache(seed: Uint8Array, cacheBytes: number): Uint32Array {
  const rows = cacheBytes / 64;
  const cache = new Uint32Array(rows * NODE_WORDS);
  const row = (index: number) => cache.subarray(index * NODE_WORDS, (index + 1) * NODE_WORDS);
  row(0).set(keccakWords(new Uint32Array(seed.slice().buffer), 18, 16));
  for (let i = 1; i < rows; i++) row(i).set(keccakWords(row(i - 1), 18, 16));
  for (let round = 0; round < CACHE_ROUNDS; round++) {
    for (let i = 0; i < rows; i++) {
      const before = row((i + rows - 1) % rows);
      const drawn = row((row(i)[0] as number) % rows);
      row(i).set(
        keccakWords(
          before.map((word, at) => word ^ (drawn[at] as number)),
          18,
          16,
        ),
      );
    }
  }
  return cache;
}

export function referenceItem(cache: Uint32Array, index: number): Uint32Array {
  const rows = cache.length / NODE_WORDS;
  let mix = cache.slice((index % rows) * NODE_WORDS, (index % rows) * NODE_WORDS + NODE_WORDS);
  mix[0] = (mix[0] as number) ^ index;
  mix = keccakWords(mix, 18, 16);
  for (let parent = 0; parent < PARENTS; parent++) {
    const drawn = (fnv(index ^ parent, mix[parent % NODE_WORDS] as number) % rows) * NODE_WORDS;
    mix = mix.map((word, at) => fnv(word, cache[drawn + at] as number));
  }
  return keccakWords(mix, 18, 16);
}

/** @param nonce 64 bits */
export function referenceHash(sealHash: Uint8Array, nonce: bigint, datasetBytes: number, lookup: Lookup): ReferenceHash {
  const input = new Uint8Array(40);
  input.set(sealHash);
  new DataView(input.buffer).setBigUint64(32, nonce, true);
  const seed = keccakWords(new Uint32Array(input.buffer), 18, 16);
  let mix = new Uint32Array([...seed, ...seed]);
  for (let i = 0; i < ACCESSES; i++) {
    const page = fnv(i ^ (seed[0] as number), mix[i % MIX_WORDS] as number) % (datasetBytes / 128);
    const words = [...lookup(2 * page), ...lookup(2 * page + 1)];
    mix = mix.map((word, at) => fnv(word, words[at] as number));
  }
  const compressed = new Uint32Array(8).map((_, at) => mix.subarray(4 * at, 4 * at + 4).reduce(fnv));
  const result = keccakWords(new Uint32Array([...seed, ...compressed]), 34, 8);
  return { mixHash: new Uint8Array(compressed.buffer), result: new Uint8Array(result.buffer) };
}

function fnv(a: number, b: number): number {
  return (Math.imul(a, FNV_PRIME) ^ b) >>> 0;
}

/** Keccak with the padding from before SHA-3, of less than one block. */
function keccakWords(input: Uint32Array, rateWords: number, digestWords: number): Uint32Array<ArrayBuffer> {
  const state = new Uint32Array(50);
  state.set(input);
  state[input.length] = (state[input.length] as number) ^ 1;
  state[rateWords - 1] = (state[rateWords - 1] as number) ^ 0x80000000;
  keccakP(state);
  return state.slice(0, digestWords);
}
