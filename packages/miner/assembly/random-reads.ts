import { dataset, pages, scratch } from './instance';
import { PAGE_BYTES, STATE } from './layout';

/** Reads of one slice: V8 optimises a function between two calls of it, never within one. */
const SLICE: u32 = 4096;
const STREAMS: u32 = 8;

/** Reads `count` pages at random, both cache lines of each; no read waits for another. The upper limit of any search. */
export function randomReads(count: u32, seed: u32): u32 {
  const streams = scratch + STATE;
  for (let i: u32 = 0; i < STREAMS; i++) store<u32>(streams + ((<usize>i) << 2), ((seed + i) * 0x9e3779b9) | 1);
  let sum: u32 = 0;
  let left = count;
  while (left > 0) {
    const slice = min(left, SLICE);
    sum ^= readSlice(slice);
    left -= slice;
  }
  return sum;
}

/** Exported only so that it stays a function of its own. */
export function readSlice(count: u32): u32 {
  const base = <u32>dataset;
  const n = pages;
  const streams = scratch + STATE;
  let sum = i32x4.splat(0);
  for (let i: u32 = 0; i < count; i++) {
    const stream = streams + ((<usize>(i & (STREAMS - 1))) << 2);
    let state = load<u32>(stream);
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    store<u32>(stream, state);
    const page = <usize>(base + (state % n) * <u32>PAGE_BYTES);
    sum = v128.xor(sum, v128.xor(v128.load(page), v128.load(page, 64)));
  }
  return i32x4.extract_lane(sum, 0) ^ i32x4.extract_lane(sum, 1) ^ i32x4.extract_lane(sum, 2) ^ i32x4.extract_lane(sum, 3);
}
