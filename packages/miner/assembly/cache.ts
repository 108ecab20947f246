import { cache, rows, scratch } from './instance';
import { keccak, keccakNode, RATE_512 } from './keccak';
import { HEADER, INPUT, ITEMS, NODE_BYTES } from './layout';

const ROUNDS: u32 = 3;

/** Fills the cache from the 32-byte seed at HEADER: rows hashed in sequence, then mixed by RandMemoHash. */
export function fillCache(): void {
  const base = cache;
  const mixed = scratch + ITEMS;
  memory.copy(scratch + INPUT, scratch + HEADER, 32);
  keccak(scratch, scratch + INPUT, 32, RATE_512, base);
  for (let i: u32 = 1; i < rows; i++) {
    const row = base + <usize>i * NODE_BYTES;
    keccakNode(scratch, row - NODE_BYTES, row);
  }
  for (let round: u32 = 0; round < ROUNDS; round++) {
    for (let i: u32 = 0; i < rows; i++) {
      const row = base + <usize>i * NODE_BYTES;
      const before = base + <usize>((i === 0 ? rows : i) - 1) * NODE_BYTES;
      const drawn = base + <usize>(load<u32>(row) % rows) * NODE_BYTES;
      for (let at: usize = 0; at < NODE_BYTES; at += 16) {
        v128.store(mixed + at, v128.xor(v128.load(before + at), v128.load(drawn + at)));
      }
      keccakNode(scratch, mixed, row);
    }
  }
}
