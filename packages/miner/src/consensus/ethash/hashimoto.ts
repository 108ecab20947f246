import { fnv } from './fnv.ts';
import { keccak256Words, keccak512Words } from './keccak-words.ts';
import { PAGE_BYTES } from './sizes.ts';

const ACCESSES = 64;
const MIX_WORDS = PAGE_BYTES / 4;
const NODE_WORDS = MIX_WORDS / 2;
const SEED_WORDS = 16;
const DIGEST_WORDS = 8;

export interface Hashimoto {
  /** 32 bytes: goes into the header, so that a peer can refuse a wrong seal cheaply. */
  readonly mixHash: Uint8Array;
  /** 32 bytes, big-endian: the work done. */
  readonly result: Uint8Array;
}

/** Writes the 16 words of a dataset item to `out`. */
export type DatasetLookup = (index: number, out: Uint32Array) => void;

/** Ethash's inner loop for one nonce: 64 dependent reads of 128-byte pages. */
export function hashimoto(sealHash: Uint8Array, nonce: bigint, datasetBytes: number, lookup: DatasetLookup): Hashimoto {
  const pages = datasetBytes / PAGE_BYTES;
  const seed = seedOf(sealHash, nonce);
  const head = seed[0] as number;
  const mix = new Uint32Array(MIX_WORDS);
  mix.set(seed);
  mix.set(seed, SEED_WORDS);
  const page = new Uint32Array(MIX_WORDS);
  const [low, high] = [page.subarray(0, NODE_WORDS), page.subarray(NODE_WORDS)];
  for (let i = 0; i < ACCESSES; i++) {
    const drawn = fnv(i ^ head, mix[i % MIX_WORDS] as number) % pages;
    lookup(2 * drawn, low);
    lookup(2 * drawn + 1, high);
    for (let word = 0; word < MIX_WORDS; word++) mix[word] = fnv(mix[word] as number, page[word] as number);
  }
  return finish(seed, mix);
}

function seedOf(sealHash: Uint8Array, nonce: bigint): Uint32Array {
  const input = new Uint8Array(40);
  input.set(sealHash);
  new DataView(input.buffer).setBigUint64(32, nonce, true);
  const seed = new Uint32Array(SEED_WORDS);
  keccak512Words(new Uint32Array(input.buffer), seed);
  return seed;
}

function finish(seed: Uint32Array, mix: Uint32Array): Hashimoto {
  const input = new Uint32Array(SEED_WORDS + DIGEST_WORDS);
  input.set(seed);
  for (let i = 0; i < DIGEST_WORDS; i++) {
    const [a, b, c, d] = mix.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    input[SEED_WORDS + i] = fnv(fnv(fnv(a, b), c), d);
  }
  const result = new Uint32Array(DIGEST_WORDS);
  keccak256Words(input, result);
  return { mixHash: new Uint8Array(input.slice(SEED_WORDS).buffer), result: new Uint8Array(result.buffer) };
}
