import { compress, modulo, prime } from './fnv';
import { dataset, pages, pagesInverse, scratch } from './instance';
import { keccakResults, keccakSeeds } from './keccak';
import { FOUND_MIX, FOUND_NONCE, FOUND_RESULT, HEADER, SEARCH, STATE, STOP_FLAG, TARGET } from './layout';
import { touch } from './touch';

/**
 * Nonces of one batch at most, a multiple of 8. A core holds some 300 instructions behind a read that misses, so what keeps the memory busy
 * is a long run of nothing but reads: every step computes the pages of all lanes first, then touches them all.
 */
const LANES: usize = 160;
/** The 64 steps fall into groups of four whose words lie in one vector of the mix. */
const GROUPS: u32 = 16;

// Of each lane: the mix (128 bytes), its seed (64), the vector that the group's steps read (16), the group's pages, the seed's first word.
const MIXES: usize = SEARCH;
const SEEDS: usize = MIXES + LANES * 128;
const HEADS: usize = SEEDS + LANES * 64;
const PAGES: usize = HEADS + LANES * 16;
const ROW: usize = LANES * 4;
const SEED_WORDS: usize = PAGES + 4 * ROW;

/** 1 when the last nonce that `search` tried met the target. */
export let found: u32 = 0;

/**
 * Tries up to `count` nonces from `start`, which wraps at 2^64, and leaves at the first that meets the target, or when the stop flag is set.
 * @returns the number of nonces tried, in order; the one that is found is the last of them.
 */
export function search(start: u64, count: u32): u32 {
  found = 0;
  const high = bswap(load<u64>(scratch + TARGET));
  let done: u32 = 0;
  while (done < count && found === 0 && atomic.load<i32>(STOP_FLAG) === 0) {
    const lanes = min(count - done, <u32>LANES);
    batch(start + done, lanes);
    done += judge(start + done, lanes, high);
  }
  return done;
}

/** One nonce's mix hash and result, at FOUND_MIX and FOUND_RESULT. */
export function hashFull(nonce: u64): void {
  batch(nonce, 1);
  keccakResults(scratch, scratch + SEEDS, scratch + SEEDS, scratch + MIXES, scratch + MIXES);
  keep(nonce, scratch + MIXES, 0);
}

/** Leaves the mixes of `count` nonces, compressed to 32 bytes. Whole groups of eight lanes are worked on. */
function batch(start: u64, count: u32): void {
  const lanes = (<usize>count + 7) & ~7;
  for (let lane: usize = 0; lane < lanes; lane += 2) seedPair(start + lane, lane);
  for (let group: u32 = 0; group < GROUPS; group++) {
    step0(group, lanes);
    touch(scratch + PAGES, lanes);
    step1(group, lanes);
    touch(scratch + PAGES + ROW, lanes);
    step2(group, lanes);
    touch(scratch + PAGES + 2 * ROW, lanes);
    step3(group, lanes);
    touch(scratch + PAGES + 3 * ROW, lanes);
    mixGroup(lanes);
  }
  for (let lane: usize = 0; lane < lanes; lane++) {
    const mix = scratch + MIXES + (lane << 7);
    compress(mix, mix);
  }
}

function seedPair(nonce: u64, lane: usize): void {
  const seed = scratch + SEEDS + (lane << 6);
  const mix = scratch + MIXES + (lane << 7);
  keccakSeeds(scratch, scratch + HEADER, nonce, nonce + 1, seed, seed + 64);
  for (let at: usize = 0; at < 64; at += 16) {
    const even = v128.load(seed + at);
    const odd = v128.load(seed + at, 64);
    v128.store(mix + at, even);
    v128.store(mix + at, even, 64);
    v128.store(mix + at, odd, 128);
    v128.store(mix + at, odd, 192);
  }
  const words = scratch + (lane << 2);
  store<u32>(words, load<u32>(seed), SEED_WORDS);
  store<u32>(words, load<u32>(seed, 64), SEED_WORDS + 4);
}

function absorb(vector: v128, p: v128, from: usize): v128 {
  return v128.xor(i32x4.mul(vector, p), v128.load(from));
}

// The critical pass. A step reads one word of the mix, and every word evolves alone: only the vector that holds the group's four
// words is carried on here. What is left of the pages is mixed in afterwards, when they are near.
// The four steps differ in offsets and in the lanes of a shuffle alone; they are written out because both must be constants of the
// instruction, which the compiler takes from no parameter, inlined or not.

/** Step 0 of a group. The vectors come from the mixes. */
function step0(group: u32, lanes: usize): void {
  const base = scratch;
  const column = (<usize>(group & 7)) << 4;
  const step = i32x4.splat((group << 2) + 0);
  const first = i32x4.splat(<u32>dataset);
  const n = i32x4.splat(pages);
  const inverse = i32x4.splat(pagesInverse);
  const p = prime();
  for (let lane: usize = 0; lane < lanes; lane += 4) {
    const words = base + (lane << 2);
    const heads = base + (lane << 4);
    const mixes = base + (lane << 7) + column;
    const v0 = v128.load(mixes, MIXES);
    v128.store(heads, v0, HEADS);
    const v1 = v128.load(mixes, MIXES + 128);
    v128.store(heads, v1, HEADS + 16);
    const v2 = v128.load(mixes, MIXES + 256);
    v128.store(heads, v2, HEADS + 32);
    const v3 = v128.load(mixes, MIXES + 384);
    v128.store(heads, v3, HEADS + 48);
    const read = v128.shuffle<u64>(v128.shuffle<u32>(v0, v1, 0, 4, 1, 5), v128.shuffle<u32>(v2, v3, 0, 4, 1, 5), 0, 2);
    const drawn = v128.xor(i32x4.mul(v128.xor(v128.load(words, SEED_WORDS), step), p), read);
    v128.store(words, i32x4.add(i32x4.shl(modulo(drawn, n, inverse), 7), first), PAGES);
  }
}

/** Step 1 of a group. The vectors take in the pages of the step before. */
function step1(group: u32, lanes: usize): void {
  const base = scratch;
  const column = (<usize>(group & 7)) << 4;
  const step = i32x4.splat((group << 2) + 1);
  const first = i32x4.splat(<u32>dataset);
  const n = i32x4.splat(pages);
  const inverse = i32x4.splat(pagesInverse);
  const p = prime();
  for (let lane: usize = 0; lane < lanes; lane += 4) {
    const words = base + (lane << 2);
    const heads = base + (lane << 4);
    const v0 = absorb(v128.load(heads, HEADS), p, <usize>load<u32>(words, PAGES) + column);
    v128.store(heads, v0, HEADS);
    const v1 = absorb(v128.load(heads, HEADS + 16), p, <usize>load<u32>(words, PAGES + 4) + column);
    v128.store(heads, v1, HEADS + 16);
    const v2 = absorb(v128.load(heads, HEADS + 32), p, <usize>load<u32>(words, PAGES + 8) + column);
    v128.store(heads, v2, HEADS + 32);
    const v3 = absorb(v128.load(heads, HEADS + 48), p, <usize>load<u32>(words, PAGES + 12) + column);
    v128.store(heads, v3, HEADS + 48);
    const read = v128.shuffle<u64>(v128.shuffle<u32>(v0, v1, 0, 4, 1, 5), v128.shuffle<u32>(v2, v3, 0, 4, 1, 5), 1, 3);
    const drawn = v128.xor(i32x4.mul(v128.xor(v128.load(words, SEED_WORDS), step), p), read);
    v128.store(words, i32x4.add(i32x4.shl(modulo(drawn, n, inverse), 7), first), PAGES + ROW);
  }
}

/** Step 2 of a group. The vectors take in the pages of the step before. */
function step2(group: u32, lanes: usize): void {
  const base = scratch;
  const column = (<usize>(group & 7)) << 4;
  const step = i32x4.splat((group << 2) + 2);
  const first = i32x4.splat(<u32>dataset);
  const n = i32x4.splat(pages);
  const inverse = i32x4.splat(pagesInverse);
  const p = prime();
  for (let lane: usize = 0; lane < lanes; lane += 4) {
    const words = base + (lane << 2);
    const heads = base + (lane << 4);
    const v0 = absorb(v128.load(heads, HEADS), p, <usize>load<u32>(words, PAGES + ROW) + column);
    v128.store(heads, v0, HEADS);
    const v1 = absorb(v128.load(heads, HEADS + 16), p, <usize>load<u32>(words, PAGES + ROW + 4) + column);
    v128.store(heads, v1, HEADS + 16);
    const v2 = absorb(v128.load(heads, HEADS + 32), p, <usize>load<u32>(words, PAGES + ROW + 8) + column);
    v128.store(heads, v2, HEADS + 32);
    const v3 = absorb(v128.load(heads, HEADS + 48), p, <usize>load<u32>(words, PAGES + ROW + 12) + column);
    v128.store(heads, v3, HEADS + 48);
    const read = v128.shuffle<u64>(v128.shuffle<u32>(v0, v1, 2, 6, 3, 7), v128.shuffle<u32>(v2, v3, 2, 6, 3, 7), 0, 2);
    const drawn = v128.xor(i32x4.mul(v128.xor(v128.load(words, SEED_WORDS), step), p), read);
    v128.store(words, i32x4.add(i32x4.shl(modulo(drawn, n, inverse), 7), first), PAGES + 2 * ROW);
  }
}

/** Step 3 of a group. The vectors take in the pages of the step before. */
function step3(group: u32, lanes: usize): void {
  const base = scratch;
  const column = (<usize>(group & 7)) << 4;
  const step = i32x4.splat((group << 2) + 3);
  const first = i32x4.splat(<u32>dataset);
  const n = i32x4.splat(pages);
  const inverse = i32x4.splat(pagesInverse);
  const p = prime();
  for (let lane: usize = 0; lane < lanes; lane += 4) {
    const words = base + (lane << 2);
    const heads = base + (lane << 4);
    const v0 = absorb(v128.load(heads, HEADS), p, <usize>load<u32>(words, PAGES + 2 * ROW) + column);
    const v1 = absorb(v128.load(heads, HEADS + 16), p, <usize>load<u32>(words, PAGES + 2 * ROW + 4) + column);
    const v2 = absorb(v128.load(heads, HEADS + 32), p, <usize>load<u32>(words, PAGES + 2 * ROW + 8) + column);
    const v3 = absorb(v128.load(heads, HEADS + 48), p, <usize>load<u32>(words, PAGES + 2 * ROW + 12) + column);
    const read = v128.shuffle<u64>(v128.shuffle<u32>(v0, v1, 2, 6, 3, 7), v128.shuffle<u32>(v2, v3, 2, 6, 3, 7), 1, 3);
    const drawn = v128.xor(i32x4.mul(v128.xor(v128.load(words, SEED_WORDS), step), p), read);
    v128.store(words, i32x4.add(i32x4.shl(modulo(drawn, n, inverse), 7), first), PAGES + 3 * ROW);
  }
}

/** The deferred pass: the group's four pages into all eight vectors of every lane. */
function mixGroup(lanes: usize): void {
  const p = prime();
  for (let lane: usize = 0; lane < lanes; lane++) {
    const words = scratch + (lane << 2);
    const mix = scratch + MIXES + (lane << 7);
    const a = <usize>load<u32>(words, PAGES);
    const b = <usize>load<u32>(words, PAGES + ROW);
    const c = <usize>load<u32>(words, PAGES + 2 * ROW);
    const d = <usize>load<u32>(words, PAGES + 3 * ROW);
    for (let at: usize = 0; at < 128; at += 16) {
      const vector = absorb(absorb(v128.load(mix + at), p, a + at), p, b + at);
      v128.store(mix + at, absorb(absorb(vector, p, c + at), p, d + at));
    }
  }
}

/** @returns how many of the batch's nonces were tried: up to and with the first that meets the target. */
function judge(start: u64, lanes: u32, high: u64): u32 {
  const state = scratch + STATE;
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    const seed = scratch + SEEDS + ((<usize>lane) << 6);
    const mix = scratch + MIXES + ((<usize>lane) << 7);
    keccakResults(scratch, seed, seed + 64, mix, mix + 128);
    for (let half: u32 = 0; half < 2 && lane + half < lanes; half++) {
      // The highest 64 bits decide nearly always.
      if (bswap(load<u64>(state + ((<usize>half) << 3))) > high) continue;
      keep(start + lane + half, mix + ((<usize>half) << 7), half);
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
