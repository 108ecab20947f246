import { keccakP } from '@noble/hashes/sha3.js';

// Keccak over 32-bit little-endian words without a byte copy: Ethash hashes only words, millions of times per cache.
// Node runs on little-endian machines alone, so a Uint32Array is already in wire order.
const STATE_WORDS = 50;
const RATE_WORDS_512 = 18;
const RATE_WORDS_256 = 34;
const state = new Uint32Array(STATE_WORDS);

/** Keccak-512 of fewer than 18 words; writes 16 words to `out`, which may be `input`. */
export function keccak512Words(input: Uint32Array, out: Uint32Array): void {
  absorb(input, RATE_WORDS_512);
  out.set(state.subarray(0, 16));
}

/** Keccak-256 of fewer than 34 words; writes 8 words to `out`. */
export function keccak256Words(input: Uint32Array, out: Uint32Array): void {
  absorb(input, RATE_WORDS_256);
  out.set(state.subarray(0, 8));
}

function absorb(input: Uint32Array, rateWords: number): void {
  state.fill(0);
  state.set(input);
  // Keccak's padding before NIST's SHA-3: 0x01 after the message, 0x80 at the rate's last byte.
  state[input.length] = (state[input.length] as number) ^ 0x01;
  state[rateWords - 1] = (state[rateWords - 1] as number) ^ 0x80000000;
  keccakP(state);
}
