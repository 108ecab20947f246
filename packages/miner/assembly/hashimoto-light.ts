import { compress, prime } from './fnv';
import { pages, scratch } from './instance';
import { makeItems } from './items';
import { keccakResults, keccakSeeds, partLanes } from './keccak';
import { FNV_PRIME, ITEM_NUMBERS, ITEMS, LIGHT_INPUTS, LIGHT_OUTPUTS, MIXES, PAGE_BYTES, SEEDS, STATE } from './layout';

const ACCESSES: u32 = 64;
const INPUT_BYTES: usize = 40;
const OUTPUT_BYTES: usize = 64;

/** Hashes the `count` (at most 64) inputs at LIGHT_INPUTS together, from the cache. */
export function hashLight(count: u32): void {
  for (let lane: u32 = 0; lane < count; lane++) seed(lane);
  for (let step: u32 = 0; step < ACCESSES; step++) mixStep(count, step);
  for (let lane: u32 = 0; lane < count; lane++) finish(lane);
}

function seed(lane: u32): void {
  const input = scratch + LIGHT_INPUTS + <usize>lane * INPUT_BYTES;
  const at = scratch + SEEDS + ((<usize>lane) << 6);
  const mix = scratch + MIXES + <usize>lane * PAGE_BYTES;
  const nonce = load<u64>(input, 32);
  keccakSeeds(scratch, input, nonce, nonce, at, at);
  memory.copy(mix, at, 64);
  memory.copy(mix + 64, at, 64);
}

/** Both items of every lane's page are made together, then mixed in. */
function mixStep(count: u32, step: u32): void {
  const numbers = scratch + ITEM_NUMBERS;
  const items = scratch + ITEMS;
  const mixes = scratch + MIXES;
  for (let lane: u32 = 0; lane < count; lane++) {
    const word = load<u32>(mixes + <usize>lane * PAGE_BYTES + ((<usize>(step & 31)) << 2));
    const head = load<u32>(scratch + SEEDS + ((<usize>lane) << 6));
    const page = (((step ^ head) * FNV_PRIME) ^ word) % pages;
    store<u32>(numbers + ((<usize>lane) << 3), 2 * page);
    store<u32>(numbers + ((<usize>lane) << 3), 2 * page + 1, 4);
  }
  makeItems(2 * count);
  const p = prime();
  for (let at: usize = 0; at < <usize>count * PAGE_BYTES; at += 16) {
    v128.store(mixes + at, v128.xor(i32x4.mul(v128.load(mixes + at), p), v128.load(items + at)));
  }
}

function finish(lane: u32): void {
  const at = scratch + SEEDS + ((<usize>lane) << 6);
  const out = scratch + LIGHT_OUTPUTS + <usize>lane * OUTPUT_BYTES;
  compress(scratch + MIXES + <usize>lane * PAGE_BYTES, out);
  keccakResults(scratch, at, at, out, out);
  partLanes(scratch + STATE, out + 32, out + 32, 2);
}
