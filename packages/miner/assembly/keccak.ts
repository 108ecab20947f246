import { keccakF } from './keccak-f';
import { STATE } from './layout';

const LANES: usize = 25;
const PADDING_FIRST: u64 = 0x01;
const PADDING_LAST: u64 = 0x8000000000000000;
export const RATE_512: usize = 72;

/**
 * Keccak before NIST's SHA-3 padding. `rate` is 136 for 256 bits and 72 for 512; the digest is (200 - rate) / 2 bytes at `out`.
 * Writes up to `rate` bytes of padding behind the input.
 */
export function keccak(scratch: usize, input: usize, length: usize, rate: usize, out: usize): void {
  const state = scratch + STATE;
  memory.fill(state, 0, LANES * 8);
  const padded = (length / rate) * rate + rate;
  memory.fill(input + length, 0, padded - length);
  store<u8>(input + length, <u8>PADDING_FIRST);
  store<u8>(input + padded - 1, load<u8>(input + padded - 1) | 0x80);
  for (let block: usize = 0; block < padded; block += rate) {
    for (let at: usize = 0; at < rate; at += 8) store<u64>(state + at, load<u64>(state + at) ^ load<u64>(input + block + at));
    keccakF<u64>(state);
  }
  memory.copy(out, state, (200 - rate) / 2);
}

/** Keccak-512 of the 64 bytes at `input`, which may be `out`. */
export function keccakNode(scratch: usize, input: usize, out: usize): void {
  const state = scratch + STATE;
  memory.copy(state, input, 64);
  // With 64 of 72 bytes taken, the padding's two ends share one lane.
  store<u64>(state, PADDING_FIRST | PADDING_LAST, 64);
  memory.fill(state + 72, 0, LANES * 8 - 72);
  keccakF<u64>(state);
  memory.copy(out, state, 64);
}

/** Keccak-512 of two times 64 bytes, in place. */
export function keccakNodes(scratch: usize, first: usize, second: usize): void {
  const state = scratch + STATE;
  joinLanes(state, first, second, 4);
  v128.store(state, i64x2.splat(PADDING_FIRST | PADDING_LAST), 8 * 16);
  clear(state, 9);
  keccakF<v128>(state);
  partLanes(state, first, second, 4);
}

/** Keccak-512 of the 32-byte header and a nonce, for two nonces; 64 bytes each to `first` and `second`. */
export function keccakSeeds(scratch: usize, header: usize, firstNonce: u64, secondNonce: u64, first: usize, second: usize): void {
  const state = scratch + STATE;
  v128.store(state, v128.load64_splat(header));
  v128.store(state, v128.load64_splat(header, 8), 16);
  v128.store(state, v128.load64_splat(header, 16), 32);
  v128.store(state, v128.load64_splat(header, 24), 48);
  store<u64>(state, firstNonce, 64);
  store<u64>(state, secondNonce, 72);
  v128.store(state, i64x2.splat(PADDING_FIRST), 80);
  v128.store(state, i64x2.splat(0), 96);
  v128.store(state, i64x2.splat(0), 112);
  v128.store(state, i64x2.splat(PADDING_LAST), 128);
  clear(state, 9);
  keccakF<v128>(state);
  partLanes(state, first, second, 4);
}

/** Keccak-256 of two times 64 bytes of seed and 32 of compressed mix. The results stay in the state's first four lanes. */
export function keccakResults(scratch: usize, firstSeed: usize, secondSeed: usize, firstMix: usize, secondMix: usize): void {
  const state = scratch + STATE;
  joinLanes(state, firstSeed, secondSeed, 4);
  joinLanes(state + 128, firstMix, secondMix, 2);
  clear(state, 12);
  v128.store(state, i64x2.splat(PADDING_FIRST), 12 * 16);
  v128.store(state, i64x2.splat(PADDING_LAST), 16 * 16);
  keccakF<v128>(state);
}

/** Weaves `vectors` times 16 bytes of each input into lanes of both states. */
function joinLanes(state: usize, first: usize, second: usize, vectors: usize): void {
  for (let i: usize = 0; i < vectors; i++) {
    const a = v128.load(first + i * 16);
    const b = v128.load(second + i * 16);
    v128.store(state + i * 32, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(state + i * 32, v128.shuffle<u64>(a, b, 1, 3), 16);
  }
}

/** The way back. */
export function partLanes(state: usize, first: usize, second: usize, vectors: usize): void {
  for (let i: usize = 0; i < vectors; i++) {
    const a = v128.load(state + i * 32);
    const b = v128.load(state + i * 32, 16);
    v128.store(first + i * 16, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(second + i * 16, v128.shuffle<u64>(a, b, 1, 3));
  }
}

function clear(state: usize, from: usize): void {
  for (let lane = from; lane < LANES; lane++) v128.store(state + lane * 16, i64x2.splat(0));
}
