import { FNV_PRIME } from './layout';

const PRIME: usize = memory.data<u32>([FNV_PRIME]);

/** Four times the FNV prime, from memory: V8 would build a constant vector anew at every use. */
export function prime(): v128 {
  return v128.load32_splat(PRIME);
}

/** Compresses the 128-byte mix at `mix` to the 32 bytes at `out`, which may be `mix`. */
export function compress(mix: usize, out: usize): void {
  for (let word: usize = 0; word < 8; word++) {
    const at = mix + (word << 4);
    const a = (load<u32>(at) * FNV_PRIME) ^ load<u32>(at, 4);
    const b = (a * FNV_PRIME) ^ load<u32>(at, 8);
    store<u32>(out + (word << 2), (b * FNV_PRIME) ^ load<u32>(at, 12));
  }
}
