import { cache, rows } from './instance';

/** Reads of one slice: V8 optimises a function between two calls of it, never within one. */
const SLICE: u32 = 4096;
/** 2^32 by the golden ratio: keeps the walk from ending in a short circle. */
const STEP: u32 = 0x9e3779b9;

/**
 * Reads a word of `count` rows of the cache, in whole slices, each row chosen by the word read before: what one header's verification
 * waits for, whatever else it computes.
 * @returns the last word read, made of all before it
 */
export function dependentReads(count: u32, seed: u32): u32 {
  let word = seed;
  for (let done: u64 = 0; done < <u64>count; done += SLICE) word = walkSlice(word, <u32>done);
  return word;
}

/** Exported only so that it stays a function of its own. */
export function walkSlice(seed: u32, first: u32): u32 {
  let word = seed;
  const n = <u64>rows;
  for (let i = first; i < first + SLICE; i++) {
    word = load<u32>(cache + ((<usize>((<u64>(word ^ (i * STEP)) * n) >> 32)) << 6));
  }
  return word;
}
