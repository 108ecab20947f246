/** Where things lie in the shared memory. src/ethash/kernel/layout.ts states the same numbers for the other side. */

export const NODE_BYTES: usize = 64;
export const PAGE_BYTES: usize = 128;
export const FNV_PRIME: u32 = 0x01000193;

/** Any thread may write it: what searches leaves after its batch. */
export const STOP_FLAG: usize = 0x8000;

// A thread's own scratch area, by offset. What one batch touches lies close together, so that it stays in the first-level cache.
/** 32 bytes: what is hashed with the nonce; or an epoch's seed. */
export const HEADER: usize = 0x0;
/** 32 bytes, big-endian: the greatest result that counts. */
export const TARGET: usize = 0x20;
/** What a search has found, or one hash has given: nonce (8, little-endian), mix hash (32), result (32). */
export const FOUND_NONCE: usize = 0x40;
export const FOUND_MIX: usize = 0x48;
export const FOUND_RESULT: usize = 0x68;
/** 25 lanes of two states side by side: 400 bytes. */
export const STATE: usize = 0x100;
/** Up to 64 light hashes: header (32 bytes) and nonce (8) each, then mix hash and result (64) each. */
export const LIGHT_INPUTS: usize = 0x400;
export const LIGHT_OUTPUTS: usize = 0xe00;
/** Bytes to be hashed by the plain keccak; also what a batch of light hashes works on, and what a search does. */
export const INPUT: usize = 0x2000;
export const MIXES: usize = 0x2000;
export const SEEDS: usize = 0x4000;
/** Up to 128 dataset items of 64 bytes in the making, their numbers and their parents' addresses. */
export const ITEMS: usize = 0x5000;
export const ITEM_NUMBERS: usize = 0x7000;
export const PARENTS: usize = 0x7200;
export const SEARCH: usize = 0x2000;
