import { compress, prime } from './fnv';
import { dataset, pages, scratch } from './instance';
import { keccakResults, keccakSeeds } from './keccak';
import {
  FNV_PRIME,
  FOUND_MIX,
  FOUND_NONCE,
  FOUND_RESULT,
  HEADER,
  HEADS,
  MIXES,
  PAGE_BYTES,
  PAGES,
  SEEDS,
  STATE,
  STOP_FLAG,
  TARGET,
} from './layout';

/** Nonces of one batch: as many reads on their way as a core can keep. */
const LANES: u32 = 20;
/** The 64 steps fall into groups whose four words lie in one vector of the mix. */
const GROUPS: u32 = 16;
const GROUP_STEPS: u32 = 4;
const LANES_STRIDE: usize = 32 * 4;

/** What `search` answers: how many nonces it tried, and whether the last of them met the target. */
export let found: u32 = 0;

/**
 * Tries up to `count` nonces from `start`, which wraps at 2^64, and leaves at the first that meets the target, or when the stop flag is set.
 * @returns the number of nonces tried; `found` is 1 when the last one met the target.
 */
export function search(start: u64, count: u32): u32 {
  found = 0;
  const high = bswap(load<u64>(scratch + TARGET));
  let done: u32 = 0;
  while (done < count && atomic.load<i32>(STOP_FLAG) === 0) {
    const lanes = min(count - done, LANES);
    batch(start + done);
    const tried = judge(start + done, lanes, high);
    done += tried;
    if (found !== 0) break;
  }
  return done;
}

/** One nonce's mix hash and result, at FOUND_MIX and FOUND_RESULT. */
export function hashFull(nonce: u64): void {
  batch(nonce);
  const mix = scratch + MIXES;
  keccakResults(scratch, scratch + SEEDS, scratch + SEEDS, mix, mix);
  keep(nonce, mix, 0);
}

/** Leaves LANES mixes, compressed to 32 bytes, at MIXES. */
function batch(start: u64): void {
  const mixes = scratch + MIXES;
  const seeds = scratch + SEEDS;
  for (let lane: u32 = 0; lane < LANES; lane += 2) {
    const at = seeds + ((<usize>lane) << 6);
    keccakSeeds(scratch, scratch + HEADER, start + lane, start + lane + 1, at, at + 64);
  }
  for (let lane: u32 = 0; lane < LANES; lane++) {
    memory.copy(mixes + <usize>lane * PAGE_BYTES, seeds + ((<usize>lane) << 6), 64);
    memory.copy(mixes + <usize>lane * PAGE_BYTES + 64, seeds + ((<usize>lane) << 6), 64);
  }
  for (let group: u32 = 0; group < GROUPS; group++) {
    fetchGroup(group);
    mixGroup();
  }
  for (let lane: u32 = 0; lane < LANES; lane++) compress(mixes + <usize>lane * PAGE_BYTES, mixes + <usize>lane * PAGE_BYTES);
}

/**
 * The critical pass. A step reads one word of the mix, and every word evolves alone; so only the vector that holds the group's
 * four words is carried on, and the loop stays short enough for many reads to be on their way at once.
 */
function fetchGroup(group: u32): void {
  const mixes = scratch + MIXES + ((<usize>(group & 7)) << 4);
  const seeds = scratch + SEEDS;
  const heads = scratch + HEADS;
  const table = scratch + PAGES;
  const base = <u32>dataset;
  const n = pages;
  const p = prime();
  const column = (<usize>(group & 7)) << 4;
  const first = group * GROUP_STEPS;
  let sink: u32 = 0;
  for (let lane: u32 = 0; lane < LANES; lane++) {
    const head = v128.load(mixes + <usize>lane * PAGE_BYTES);
    const page =
      base + ((((first ^ load<u32>(seeds + ((<usize>lane) << 6))) * FNV_PRIME) ^ i32x4.extract_lane(head, 0)) % n) * <u32>PAGE_BYTES;
    v128.store(heads + ((<usize>lane) << 4), head);
    store<u32>(table + ((<usize>lane) << 2), page);
    sink |= load<u8>(<usize>page + (column ^ 64));
  }
  for (let lane: u32 = 0; lane < LANES; lane++) {
    const page = load<u32>(table + ((<usize>lane) << 2));
    const head = v128.xor(i32x4.mul(v128.load(heads + ((<usize>lane) << 4)), p), v128.load(<usize>page + column));
    const next =
      base + (((((first + 1) ^ load<u32>(seeds + ((<usize>lane) << 6))) * FNV_PRIME) ^ i32x4.extract_lane(head, 1)) % n) * <u32>PAGE_BYTES;
    v128.store(heads + ((<usize>lane) << 4), head);
    store<u32>(table + LANES_STRIDE + ((<usize>lane) << 2), next);
    sink |= load<u8>(<usize>next + (column ^ 64));
  }
  for (let lane: u32 = 0; lane < LANES; lane++) {
    const page = load<u32>(table + LANES_STRIDE + ((<usize>lane) << 2));
    const head = v128.xor(i32x4.mul(v128.load(heads + ((<usize>lane) << 4)), p), v128.load(<usize>page + column));
    const next =
      base + (((((first + 2) ^ load<u32>(seeds + ((<usize>lane) << 6))) * FNV_PRIME) ^ i32x4.extract_lane(head, 2)) % n) * <u32>PAGE_BYTES;
    v128.store(heads + ((<usize>lane) << 4), head);
    store<u32>(table + 2 * LANES_STRIDE + ((<usize>lane) << 2), next);
    sink |= load<u8>(<usize>next + (column ^ 64));
  }
  for (let lane: u32 = 0; lane < LANES; lane++) {
    const page = load<u32>(table + 2 * LANES_STRIDE + ((<usize>lane) << 2));
    const head = v128.xor(i32x4.mul(v128.load(heads + ((<usize>lane) << 4)), p), v128.load(<usize>page + column));
    const next =
      base + (((((first + 3) ^ load<u32>(seeds + ((<usize>lane) << 6))) * FNV_PRIME) ^ i32x4.extract_lane(head, 3)) % n) * <u32>PAGE_BYTES;
    store<u32>(table + 3 * LANES_STRIDE + ((<usize>lane) << 2), next);
    sink |= load<u8>(<usize>next + (column ^ 64));
    sink |= load<u8>(<usize>next + column);
  }
  // Kept, so that no compiler may drop the reads that bring in a page's other line.
  store<u32>(scratch + FOUND_NONCE, sink);
}

/** The deferred pass: the group's four pages, by now near, are mixed into all eight vectors. */
function mixGroup(): void {
  const table = scratch + PAGES;
  const p = prime();
  for (let lane: u32 = 0; lane < LANES; lane++) {
    const mix = scratch + MIXES + <usize>lane * PAGE_BYTES;
    const a = <usize>load<u32>(table + ((<usize>lane) << 2));
    const b = <usize>load<u32>(table + LANES_STRIDE + ((<usize>lane) << 2));
    const c = <usize>load<u32>(table + 2 * LANES_STRIDE + ((<usize>lane) << 2));
    const d = <usize>load<u32>(table + 3 * LANES_STRIDE + ((<usize>lane) << 2));
    for (let at: usize = 0; at < PAGE_BYTES; at += 16) {
      let vector = v128.load(mix + at);
      vector = v128.xor(i32x4.mul(vector, p), v128.load(a + at));
      vector = v128.xor(i32x4.mul(vector, p), v128.load(b + at));
      vector = v128.xor(i32x4.mul(vector, p), v128.load(c + at));
      vector = v128.xor(i32x4.mul(vector, p), v128.load(d + at));
      v128.store(mix + at, vector);
    }
  }
}

/** @returns how many of the batch's nonces were tried: up to and with the first that meets the target. */
function judge(start: u64, lanes: u32, high: u64): u32 {
  const state = scratch + STATE;
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    const mix = scratch + MIXES + <usize>lane * PAGE_BYTES;
    const seed = scratch + SEEDS + ((<usize>lane) << 6);
    keccakResults(scratch, seed, seed + 64, mix, mix + PAGE_BYTES);
    for (let half: u32 = 0; half < 2 && lane + half < lanes; half++) {
      // The highest 64 bits decide nearly always.
      if (bswap(load<u64>(state + ((<usize>half) << 3))) > high) continue;
      keep(start + lane + half, mix + <usize>half * PAGE_BYTES, half);
      if (!meetsTarget()) continue;
      found = 1;
      return lane + half + 1;
    }
  }
  return lanes;
}

/** Copies a nonce, its mix hash and its result, which lies in one of the state's two halves. */
function keep(nonce: u64, mix: usize, half: u32): void {
  store<u64>(scratch + FOUND_NONCE, nonce);
  memory.copy(scratch + FOUND_MIX, mix, 32);
  for (let lane: usize = 0; lane < 4; lane++) {
    store<u64>(scratch + FOUND_RESULT + (lane << 3), load<u64>(scratch + STATE + (lane << 4) + ((<usize>half) << 3)));
  }
}

/** Big-endian result <= target; equality counts. */
function meetsTarget(): bool {
  for (let at: usize = 0; at < 32; at += 8) {
    const result = bswap(load<u64>(scratch + FOUND_RESULT + at));
    const target = bswap(load<u64>(scratch + TARGET + at));
    if (result !== target) return result < target;
  }
  return true;
}
