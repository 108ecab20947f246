import { dataset, pages } from './instance';

/** Reads of one slice: V8 optimises a function between two calls of it, never within one. */
const SLICE: u32 = 4096;
// Knuth's linear congruential generator of 64 bits (MMIX); the index is made of its high half.
const MULTIPLIER: u64 = 6364136223846793005;
const INCREMENT: u64 = 1442695040888963407;

/** Reads at least `count` pages at random, both cache lines of each; no read waits for another. The limit of any search. */
export function randomReads(count: u32, seed: u32): u32 {
  let sum: u32 = 0;
  for (let done: u32 = 0; done < count; done += SLICE) sum ^= readSlice(min(count - done, SLICE), seed + done);
  return sum;
}

/** Eight generators side by side, so that none of them is waited for. Exported only so that it stays a function of its own. */
export function readSlice(count: u32, seed: u32): u32 {
  const first = dataset;
  const n = <u64>pages;
  let sum: u32 = 0;
  let s0 = start(seed, 0);
  let s1 = start(seed, 1);
  let s2 = start(seed, 2);
  let s3 = start(seed, 3);
  let s4 = start(seed, 4);
  let s5 = start(seed, 5);
  let s6 = start(seed, 6);
  let s7 = start(seed, 7);
  for (let i: u32 = 0; i < count; i += 8) {
    s0 = s0 * MULTIPLIER + INCREMENT;
    s1 = s1 * MULTIPLIER + INCREMENT;
    s2 = s2 * MULTIPLIER + INCREMENT;
    s3 = s3 * MULTIPLIER + INCREMENT;
    s4 = s4 * MULTIPLIER + INCREMENT;
    s5 = s5 * MULTIPLIER + INCREMENT;
    s6 = s6 * MULTIPLIER + INCREMENT;
    s7 = s7 * MULTIPLIER + INCREMENT;
    const a0 = first + ((<usize>(((s0 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a0);
    sum += load<u32>(a0, 64);
    const a1 = first + ((<usize>(((s1 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a1);
    sum += load<u32>(a1, 64);
    const a2 = first + ((<usize>(((s2 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a2);
    sum += load<u32>(a2, 64);
    const a3 = first + ((<usize>(((s3 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a3);
    sum += load<u32>(a3, 64);
    const a4 = first + ((<usize>(((s4 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a4);
    sum += load<u32>(a4, 64);
    const a5 = first + ((<usize>(((s5 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a5);
    sum += load<u32>(a5, 64);
    const a6 = first + ((<usize>(((s6 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a6);
    sum += load<u32>(a6, 64);
    const a7 = first + ((<usize>(((s7 >> 32) * n) >> 32)) << 7);
    sum += load<u32>(a7);
    sum += load<u32>(a7, 64);
  }
  return sum;
}

function start(seed: u32, stream: u32): u64 {
  return <u64>(seed * 8 + stream) * 0x9e3779b97f4a7c15;
}
