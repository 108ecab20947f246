import { dataset, pages, scratch } from './instance';
import { SEARCH } from './layout';
import { touch } from './touch';

/** Reads of one slice: V8 optimises a function between two calls of it, never within one. */
const SLICE: u32 = 4096;
/** Pages whose addresses are made before they are read, as a batch of the search does. A multiple of 8. */
const BURST: u32 = 512;
// Knuth's linear congruential generator of 64 bits (MMIX); a page's number is made of its high half.
const MULTIPLIER: u64 = 6364136223846793005;
const INCREMENT: u64 = 1442695040888963407;

/**
 * Reads `count` pages at random, rounded up to whole bursts, both cache lines of each, and nothing waits for what was read: the limit of any search.
 * @returns a number that depends on every address
 */
export function randomReads(count: u32, seed: u32): u32 {
  let sum: u32 = 0;
  for (let done: u64 = 0; done < <u64>count; done += SLICE) sum ^= readSlice(<u32>min<u64>(count - done, SLICE), seed + <u32>done);
  return sum;
}

/** Exported only so that it stays a function of its own. */
export function readSlice(count: u32, seed: u32): u32 {
  let sum: u32 = seed;
  for (let done: u32 = 0; done < count; done += BURST) {
    sum = drawPages(sum);
    touch(scratch + SEARCH, BURST);
  }
  return sum;
}

/** Writes the addresses of a burst, from four generators side by side. */
function drawPages(seed: u32): u32 {
  const table = scratch + SEARCH;
  const n = <u64>pages;
  let a: u64 = ((<u64>seed) << 2) * 0x9e3779b97f4a7c15;
  let b: u64 = a + 0x9e3779b97f4a7c15;
  let c: u64 = b + 0x9e3779b97f4a7c15;
  let d: u64 = c + 0x9e3779b97f4a7c15;
  for (let at = table; at < table + BURST * 4; at += 16) {
    a = a * MULTIPLIER + INCREMENT;
    b = b * MULTIPLIER + INCREMENT;
    c = c * MULTIPLIER + INCREMENT;
    d = d * MULTIPLIER + INCREMENT;
    store<u32>(at, pageAt(a, n));
    store<u32>(at, pageAt(b, n), 4);
    store<u32>(at, pageAt(c, n), 8);
    store<u32>(at, pageAt(d, n), 12);
  }
  return <u32>((a ^ b ^ c ^ d) >> 32);
}

function pageAt(state: u64, n: u64): u32 {
  return <u32>dataset + ((<u32>(((state >> 32) * n) >> 32)) << 7);
}
