/** A seeded stream of pseudo-random numbers, for made-up data only: no secret and no noise ever comes from it. */
export interface Random {
  /** In [0, 1), with 32 bits. */
  next(): number;
  /** In 0..below−1. */
  integer(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/**
 * xoshiro128++ 1.0 (Blackman and Vigna, 2019), its state filled by splitmix32 from a 32-bit seed: the same numbers on every
 * machine and in every version.
 */
export function createRandom(seed: number): Random {
  const state = new Uint32Array(4);
  let mix = seed >>> 0;
  for (let at = 0; at < 4; at++) {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    state[at] = z ^ (z >>> 16);
  }
  const next = (): number => nextUint32(state) / 2 ** 32;
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T,
  };
}

function nextUint32(state: Uint32Array): number {
  const [s0, s1, s2, s3] = state as unknown as [number, number, number, number];
  const sum = (s0 + s3) >>> 0;
  const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
  const shifted = s1 << 9;
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[1] = s1 ^ t2;
  state[0] = s0 ^ t3;
  state[2] = t2 ^ shifted;
  state[3] = (t3 << 11) | (t3 >>> 21);
  return result;
}
