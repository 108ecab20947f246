import type { RandomIntegers } from './random-integers.ts';

/**
 * True with probability exactly exp(−a/b), for integers 0 ≤ a and 1 ≤ b ≤ 2^53.
 * Canonne, Kamath, Steinke, *The Discrete Gaussian for Differential Privacy* (2020), algorithm 1: no logarithm, no
 * exponential and no rounding, so no output is impossible under a neighbouring database (Mironov 2012).
 */
export function bernoulliExp(a: number, b: number, random: RandomIntegers): boolean {
  let rest = a;
  while (rest > b) {
    if (!bernoulliExpOfOne(random)) return false;
    rest -= b;
  }
  let k = 1;
  // Bernoulli(a/(b·k)) as Bernoulli(1/k) and Bernoulli(a/b), so that no product leaves the safe integers.
  while ((k === 1 || random.below(k) === 0) && random.below(b) < rest) k += 1;
  return k % 2 === 1;
}

/** The same for integers of any size; for variances whose exact fraction has large terms. */
export function bernoulliExpBig(a: bigint, b: bigint, random: RandomIntegers): boolean {
  for (let whole = a / b; whole > 0n; whole -= 1n) {
    if (!bernoulliExpOfOne(random)) return false;
  }
  const rest = a % b;
  let k = 1;
  while ((k === 1 || random.below(k) === 0) && random.belowBig(b) < rest) k += 1;
  return k % 2 === 1;
}

/** True with probability exactly 1/e. */
export function bernoulliExpOfOne(random: RandomIntegers): boolean {
  let k = 2;
  while (random.below(k) === 0) k += 1;
  return k % 2 === 1;
}
