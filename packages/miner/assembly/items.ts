import { prime } from './fnv';
import { cache, dataset, rows, scratch } from './instance';
import { keccakNodes } from './keccak';
import { FNV_PRIME, ITEM_NUMBERS, ITEMS, NODE_BYTES, PARENTS } from './layout';

/** Items that are made together: enough reads of the cache on their way to hide its latency. Even. */
const LANES: u32 = 64;
const PARENTS_OF_ITEM: u32 = 256;

/**
 * Makes the dataset items whose numbers lie at ITEM_NUMBERS, `count` of them (at most LANES), at ITEMS, 64 bytes each.
 * An odd `count` makes one more, of whatever number follows.
 */
export function makeItems(count: u32): void {
  const end = scratch + ITEMS + <usize>(count + (count & 1)) * NODE_BYTES;
  startItems(end);
  hashItems(end);
  drawParents(end, 0);
  for (let parent: u32 = 0; parent < PARENTS_OF_ITEM; parent++) {
    touchParents(end);
    mixParents(end);
    drawParents(end, parent + 1);
  }
  hashItems(end);
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

function hashItems(end: usize): void {
  for (let item = scratch + ITEMS; item < end; item += 2 * NODE_BYTES) keccakNodes(scratch, item, item + NODE_BYTES);
}

/** Addresses of the parents numbered `parent`, two lanes a turn. One word of each item decides. */
function drawParents(end: usize, parent: u32): void {
  const first = <u32>cache;
  const n = rows;
  const word = (<usize>(parent & 15)) << 2;
  let entry = scratch + ITEM_NUMBERS;
  for (let item = scratch + ITEMS; item < end; item += 2 * NODE_BYTES) {
    const a = ((load<u32>(entry) ^ parent) * FNV_PRIME) ^ load<u32>(item + word);
    const b = ((load<u32>(entry, 4) ^ parent) * FNV_PRIME) ^ load<u32>(item + word, 64);
    store<u32>(entry, first + ((a % n) << 6), PARENTS - ITEM_NUMBERS);
    store<u32>(entry, first + ((b % n) << 6), PARENTS - ITEM_NUMBERS + 4);
    entry += 8;
  }
}

/** Reads every parent and uses none: nothing else stands between the reads, so that as many as can be are on their way at once. */
function touchParents(end: usize): void {
  let entry = scratch + PARENTS;
  for (let item = scratch + ITEMS; item < end; item += 2 * NODE_BYTES) {
    load<u8>(<usize>load<u32>(entry));
    load<u8>(<usize>load<u32>(entry, 4));
    entry += 8;
  }
}

function mixParents(end: usize): void {
  const p = prime();
  let entry = scratch + PARENTS;
  for (let item = scratch + ITEMS; item < end; item += NODE_BYTES) {
    const parent = <usize>load<u32>(entry);
    v128.store(item, v128.xor(i32x4.mul(v128.load(item), p), v128.load(parent)));
    v128.store(item, v128.xor(i32x4.mul(v128.load(item, 16), p), v128.load(parent, 16)), 16);
    v128.store(item, v128.xor(i32x4.mul(v128.load(item, 32), p), v128.load(parent, 32)), 32);
    v128.store(item, v128.xor(i32x4.mul(v128.load(item, 48), p), v128.load(parent, 48)), 48);
    entry += 4;
  }
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
