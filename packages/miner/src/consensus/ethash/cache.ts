import { keccak } from '@medrec/shared/bytes';
import { keccak512Words } from './keccak-words.ts';
import { NODE_BYTES } from './sizes.ts';

const CACHE_ROUNDS = 3;
const NODE_WORDS = NODE_BYTES / 4;

/** keccak-256 applied `epoch` times to 32 zero bytes. */
export function seedHash(epoch: number): Uint8Array {
  let seed: Uint8Array = new Uint8Array(32);
  for (let i = 0; i < epoch; i++) seed = keccak(seed);
  return seed;
}

/** The epoch's cache: rows of 16 words, filled in sequence and then mixed by RandMemoHash. */
export function generateCache(seed: Uint8Array, cacheBytes: number): Uint32Array {
  const rows = cacheBytes / NODE_BYTES;
  const cache = new Uint32Array(rows * NODE_WORDS);
  keccak512Words(new Uint32Array(seed.slice().buffer), row(cache, 0));
  for (let i = 1; i < rows; i++) keccak512Words(row(cache, i - 1), row(cache, i));
  const mixed = new Uint32Array(NODE_WORDS);
  for (let round = 0; round < CACHE_ROUNDS; round++) {
    for (let i = 0; i < rows; i++) {
      const before = ((i - 1 + rows) % rows) * NODE_WORDS;
      const drawn = ((cache[i * NODE_WORDS] as number) % rows) * NODE_WORDS;
      for (let word = 0; word < NODE_WORDS; word++) mixed[word] = (cache[before + word] as number) ^ (cache[drawn + word] as number);
      keccak512Words(mixed, row(cache, i));
    }
  }
  return cache;
}

function row(cache: Uint32Array, index: number): Uint32Array {
  return cache.subarray(index * NODE_WORDS, (index + 1) * NODE_WORDS);
}
