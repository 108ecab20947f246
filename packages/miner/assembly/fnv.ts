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

/**
 * Four remainders x % n, where `inverse` is (2^32 - 1) / n rounded down: the quotient's estimate is right or one too low, because
 * x / n - x * inverse / 2^32 is below 1 for every x below 2^32. A division takes six cycles a lane, this takes three.
 */
export function modulo(x: v128, n: v128, inverse: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(x, inverse);
  const high = i64x2.extmul_high_i32x4_u(x, inverse);
  const rest = i32x4.sub(x, i32x4.mul(v128.shuffle<u32>(low, high, 1, 3, 5, 7), n));
  return i32x4.min_u(rest, i32x4.sub(rest, n));
}
