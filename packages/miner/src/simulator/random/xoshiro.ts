/** A seeded stream of uniform numbers. Cheap enough to be the inner loop of a core. */
export interface Random {
  /** 32 uniform bits, as an unsigned integer. */
  bits(): number;
  /** Uniform in [0, 1) with 32 bits of resolution. */
  uniform(): number;
  /** Uniform in (0, 1], with 53 bits: its logarithm is finite. */
  positive(): number;
}

/** Four words of state; never all zero. */
export type Seed = readonly [number, number, number, number];

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/**
 * xoshiro128++ 1.0 (Blackman & Vigna, *Scrambled linear pseudorandom number generators*, 2021): period 2^128 − 1, only 32-bit operations.
 * It is for simulation; nothing that protects a patient or a key may use it.
 */
export function createXoshiro(seed: Seed): Random {
  let [a, b, c, d] = seed.map((word) => word | 0) as [number, number, number, number];
  if ((a | b | c | d) === 0) a = 1;
  function bits(): number {
    const sum = (a + d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) | 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }
  return {
    bits,
    uniform: () => bits() / TWO_32,
    positive: () => ((bits() >>> 5) * 67_108_864 + (bits() >>> 6) + 1) / TWO_53,
  };
}
