import { modulo, prime } from './fnv';
import { cache, dataset, rows, rowsInverse, scratch } from './instance';
import { keccakNodes } from './keccak';
import { FNV_PRIME, ITEM_NUMBERS, ITEMS, NODE_BYTES, PARENTS } from './layout';

/** Items that are made together: enough reads of the cache on their way to hide its latency. Even. */
const LANES: u32 = 128;
const PARENTS_OF_ITEM: u32 = 256;

/**
 * Makes the dataset items whose numbers lie at ITEM_NUMBERS, `count` of them (at most LANES), at ITEMS, 64 bytes each.
 * An odd `count` makes one more, of whatever number follows.
 */
export function makeItems(count: u32): void {
  // Lanes are drawn in fours and touched in eights: what is touched must have been drawn, or it is what a search left there.
  const end = scratch + ITEMS + <usize>((count + 7) & ~7) * NODE_BYTES;
  startItems(end);
  hashItems(count);
  if (count <= 2) walkPair();
  else walkLanes(end);
  hashItems(count);
}

function startItems(end: usize): void {
  let number = scratch + ITEM_NUMBERS;
  for (let item = scratch + ITEMS; item < end; item += NODE_BYTES) {
    const row = cache + <usize>(load<u32>(number) % rows) * NODE_BYTES;
    memory.copy(item, row, NODE_BYTES);
    store<u32>(item, load<u32>(item) ^ load<u32>(number));
    number += 4;
  }
}

/** For one page nothing can be done meanwhile, so nothing stands in the way of its two items. */
function walkPair(): void {
  const numbers = scratch + ITEM_NUMBERS;
  const item = scratch + ITEMS;
  const n = rows;
  const p = prime();
  const a = load<u32>(numbers);
  const b = load<u32>(numbers, 4);
  for (let parent: u32 = 0; parent < PARENTS_OF_ITEM; parent++) {
    const word = item + ((<usize>(parent & 15)) << 2);
    const rowOfA = cache + ((<usize>((((a ^ parent) * FNV_PRIME) ^ load<u32>(word)) % n)) << 6);
    const rowOfB = cache + ((<usize>((((b ^ parent) * FNV_PRIME) ^ load<u32>(word, 64)) % n)) << 6);
    mixParent(item, rowOfA, p);
    mixParent(item + 64, rowOfB, p);
  }
}

function walkLanes(end: usize): void {
  drawParents(end, 0);
  for (let parent: u32 = 0; parent < PARENTS_OF_ITEM; parent++) {
    touchParents(end);
    mixParents(end, parent + 1);
  }
}

function hashItems(count: u32): void {
  const end = scratch + ITEMS + <usize>count * NODE_BYTES;
  for (let item = scratch + ITEMS; item < end; item += 2 * NODE_BYTES) keccakNodes(scratch, item, item + NODE_BYTES);
}

/** The words of four items that decide on their parents numbered `parent`, at `word` bytes into each. */
function drawFour(item: usize, entry: usize, parent: v128, p: v128, n: v128, inverse: v128, first: v128): void {
  let read = v128.load32_zero(item);
  read = v128.load_lane<u32>(item, read, 1, 64);
  read = v128.load_lane<u32>(item, read, 2, 128);
  read = v128.load_lane<u32>(item, read, 3, 192);
  const drawn = v128.xor(i32x4.mul(v128.xor(v128.load(entry), parent), p), read);
  v128.store(entry, i32x4.add(i32x4.shl(modulo(drawn, n, inverse), 6), first), PARENTS - ITEM_NUMBERS);
}

/** Addresses of the parents numbered `parent`, four lanes a turn. */
function drawParents(end: usize, parent: u32): void {
  const p = prime();
  const n = i32x4.splat(rows);
  const inverse = i32x4.splat(rowsInverse);
  const first = i32x4.splat(<u32>cache);
  const word = (<usize>(parent & 15)) << 2;
  let entry = scratch + ITEM_NUMBERS;
  for (let item = scratch + ITEMS; item < end; item += 4 * NODE_BYTES) {
    drawFour(item + word, entry, i32x4.splat(parent), p, n, inverse, first);
    entry += 16;
  }
}

/** Reads every parent and uses none: nothing else stands between the reads, so that as many as can be are on their way at once. */
function touchParents(end: usize): void {
  const last = scratch + PARENTS + ((end - scratch - ITEMS) >> 4);
  for (let entry = scratch + PARENTS; entry < last; entry += 32) {
    load<u8>(<usize>load<u32>(entry, 0));
    load<u8>(<usize>load<u32>(entry, 4));
    load<u8>(<usize>load<u32>(entry, 8));
    load<u8>(<usize>load<u32>(entry, 12));
    load<u8>(<usize>load<u32>(entry, 16));
    load<u8>(<usize>load<u32>(entry, 20));
    load<u8>(<usize>load<u32>(entry, 24));
    load<u8>(<usize>load<u32>(entry, 28));
  }
}

/** Mixes every item's parent in, and draws the next. */
function mixParents(end: usize, next: u32): void {
  const p = prime();
  const n = i32x4.splat(rows);
  const inverse = i32x4.splat(rowsInverse);
  const first = i32x4.splat(<u32>cache);
  const parent = i32x4.splat(next);
  const word = (<usize>(next & 15)) << 2;
  let entry = scratch + ITEM_NUMBERS;
  for (let item = scratch + ITEMS; item < end; item += 4 * NODE_BYTES) {
    mixParent(item, load<u32>(entry, PARENTS - ITEM_NUMBERS), p);
    mixParent(item + 64, load<u32>(entry, PARENTS - ITEM_NUMBERS + 4), p);
    mixParent(item + 128, load<u32>(entry, PARENTS - ITEM_NUMBERS + 8), p);
    mixParent(item + 192, load<u32>(entry, PARENTS - ITEM_NUMBERS + 12), p);
    drawFour(item + word, entry, parent, p, n, inverse, first);
    entry += 16;
  }
}

function mixParent(item: usize, row: usize, p: v128): void {
  v128.store(item, v128.xor(i32x4.mul(v128.load(item), p), v128.load(row)));
  v128.store(item, v128.xor(i32x4.mul(v128.load(item, 16), p), v128.load(row, 16)), 16);
  v128.store(item, v128.xor(i32x4.mul(v128.load(item, 32), p), v128.load(row, 32)), 32);
  v128.store(item, v128.xor(i32x4.mul(v128.load(item, 48), p), v128.load(row, 48)), 48);
}

/** Writes dataset items [first, first + count) from `offset` bytes into the items area on. */
export function fillItems(first: u32, count: u32, offset: u32): void {
  const numbers = scratch + ITEM_NUMBERS;
  let out = dataset + <usize>offset;
  let number = first;
  // Counted down, because first + count may not fit 32 bits.
  let left = count;
  while (left > 0) {
    const lanes = min(left, LANES);
    for (let lane: u32 = 0; lane < lanes; lane++) store<u32>(numbers + ((<usize>lane) << 2), number + lane);
    makeItems(lanes);
    memory.copy(out, scratch + ITEMS, <usize>lanes * NODE_BYTES);
    out += <usize>lanes * NODE_BYTES;
    number += lanes;
    left -= lanes;
  }
}
