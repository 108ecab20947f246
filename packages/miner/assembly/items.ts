import { prime } from './fnv';
import { cache, dataset, rows, scratch } from './instance';
import { keccakNodes } from './keccak';
import { FNV_PRIME, ITEM_NUMBERS, ITEMS, NODE_BYTES, PARENTS } from './layout';

/** Items that are made together: enough reads of the cache in flight to hide its latency. */
const LANES: u32 = 16;
const STEPS: u32 = 256;

/**
 * Makes the dataset items whose numbers lie at ITEM_NUMBERS, `count` of them, at ITEMS, 64 bytes each.
 * An odd `count` makes one more from whatever number follows.
 */
export function makeItems(count: u32): void {
  const items = scratch + ITEMS;
  const numbers = scratch + ITEM_NUMBERS;
  const parents = scratch + PARENTS;
  const base = cache;
  const n = rows;
  for (let lane: u32 = 0; lane < count; lane++) {
    const item = items + <usize>lane * NODE_BYTES;
    const number = load<u32>(numbers + ((<usize>lane) << 2));
    const row = base + <usize>(number % n) * NODE_BYTES;
    for (let at: usize = 0; at < NODE_BYTES; at += 16) v128.store(item + at, v128.load(row + at));
    store<u32>(item, load<u32>(item) ^ number);
  }
  hashItems(items, count);
  const p = prime();
  for (let step: u32 = 0; step < STEPS; step++) {
    const word = items + ((<usize>(step & 15)) << 2);
    // All parents' addresses first, so that many reads are on their way before the first is needed.
    for (let lane: u32 = 0; lane < count; lane++) {
      const drawn = ((load<u32>(numbers + ((<usize>lane) << 2)) ^ step) * FNV_PRIME) ^ load<u32>(word + <usize>lane * NODE_BYTES);
      store<u32>(parents + ((<usize>lane) << 2), <u32>base + (drawn % n) * <u32>NODE_BYTES);
    }
    for (let lane: u32 = 0; lane < count; lane++) {
      const item = items + <usize>lane * NODE_BYTES;
      const parent = <usize>load<u32>(parents + ((<usize>lane) << 2));
      v128.store(item, v128.xor(i32x4.mul(v128.load(item), p), v128.load(parent)));
      v128.store(item, v128.xor(i32x4.mul(v128.load(item, 16), p), v128.load(parent, 16)), 16);
      v128.store(item, v128.xor(i32x4.mul(v128.load(item, 32), p), v128.load(parent, 32)), 32);
      v128.store(item, v128.xor(i32x4.mul(v128.load(item, 48), p), v128.load(parent, 48)), 48);
    }
  }
  hashItems(items, count);
}

function hashItems(items: usize, count: u32): void {
  for (let lane: u32 = 0; lane < count; lane += 2) {
    const item = items + <usize>lane * NODE_BYTES;
    keccakNodes(scratch, item, item + NODE_BYTES);
  }
}

/** Writes dataset items [first, first + count) from `offset` bytes into the items area on. */
export function fillItems(first: u32, count: u32, offset: u32): void {
  const numbers = scratch + ITEM_NUMBERS;
  let out = dataset + <usize>offset;
  // Counted down, because first + count may not fit 32 bits.
  let number = first;
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
