import { fnv } from './fnv.ts';
import { keccak512Words } from './keccak-words.ts';
import { NODE_BYTES } from './sizes.ts';

const PARENTS = 256;
const NODE_WORDS = NODE_BYTES / 4;

/** Writes the 16 words of one dataset item to `out`: a walk over 256 pseudo-random rows of the cache. */
export function datasetItem(cache: Uint32Array, index: number, out: Uint32Array): void {
  const rows = cache.length / NODE_WORDS;
  const start = (index % rows) * NODE_WORDS;
  for (let word = 0; word < NODE_WORDS; word++) out[word] = cache[start + word] as number;
  out[0] = (out[0] as number) ^ index;
  keccak512Words(out, out);
  for (let parent = 0; parent < PARENTS; parent++) {
    const drawn = (fnv(index ^ parent, out[parent % NODE_WORDS] as number) % rows) * NODE_WORDS;
    for (let word = 0; word < NODE_WORDS; word++) out[word] = fnv(out[word] as number, cache[drawn + word] as number);
  }
  keccak512Words(out, out);
}

/** All items, in order. 128 bytes of it make one page. */
export function generateDataset(cache: Uint32Array, datasetBytes: number): Uint32Array {
  const dataset = new Uint32Array(datasetBytes / 4);
  for (let index = 0; index < datasetBytes / NODE_BYTES; index++) {
    datasetItem(cache, index, dataset.subarray(index * NODE_WORDS, (index + 1) * NODE_WORDS));
  }
  return dataset;
}
