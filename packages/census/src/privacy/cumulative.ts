import { divideUp, exponential, type FixedInterval, multiplyIntervals } from './exponential.ts';

/**
 * A distribution over all integers with P(y) = P(−y) ∝ exp(−(n₁·|y| + n₂·y²)/d): the discrete Laplace (n₂ = 0) and the discrete
 * Gaussian (n₁ = 0). n₁ and n₂ are not negative, not both zero, d is positive.
 */
export interface NoiseLaw {
  readonly linear: bigint;
  readonly quadratic: bigint;
  readonly divisor: bigint;
}

/**
 * Where the outcomes 0, 1, −1, 2, −2, … end when they lie side by side in the unit interval in that order: entry k is an interval
 * that holds P(first k + 1 outcomes), in units of 2^−bits. The last entry is the first that can no longer be told from 1.
 */
export function cumulativeBounds(law: NoiseLaw, bits: number): FixedInterval[] {
  // Errors of a step are a few units and grow no faster than the square of the steps; 64 bits more keep them out of the result.
  const guard = bits + 64;
  const weights = weightsOf(law, guard);
  const tail = weights.pop() ?? { low: 0n, high: 0n };
  let total = { low: tail.low, high: tail.high };
  for (const [magnitude, weight] of weights.entries()) {
    const times = magnitude === 0 ? 1n : 2n;
    total = { low: total.low + times * weight.low, high: total.high + times * weight.high };
  }
  const one = 1n << BigInt(bits);
  const bounds: FixedInterval[] = [];
  let sum = { low: 0n, high: 0n };
  for (const [magnitude, weight] of weights.entries()) {
    for (let sign = magnitude === 0 ? 1 : 0; sign < 2; sign += 1) {
      sum = { low: sum.low + weight.low, high: sum.high + weight.high };
      const high = divideUp(sum.high * one, total.low);
      bounds.push({ low: (sum.low * one) / total.high, high: high < one ? high : one });
      if (high >= one) return bounds;
    }
  }
  return bounds;
}

/**
 * Weights of the magnitudes 0, 1, 2, …, until they vanish at this precision; the last entry is twice the sum of all that follow.
 * w(y+1) = w(y)·r(y) and r(y+1) = r(y)·c with c ≤ 1, so what follows is at most the geometric series of the last ratio.
 */
function weightsOf({ linear, quadratic, divisor }: NoiseLaw, bits: number): FixedInterval[] {
  const one = 1n << BigInt(bits);
  const change = exponential(2n * quadratic, divisor, bits);
  let ratio = exponential(linear + quadratic, divisor, bits);
  let weight: FixedInterval = { low: one, high: one };
  const weights: FixedInterval[] = [];
  // A weight's upper bound never reaches 0, being rounded up; 2^40 units are nothing beside the guard's 2^64.
  while (weight.high > 1n << 40n || weights.length === 0) {
    weights.push(weight);
    weight = multiplyIntervals(weight, ratio, bits);
    ratio = multiplyIntervals(ratio, change, bits);
  }
  const left = one > ratio.high ? one - ratio.high : 1n;
  weights.push({ low: 0n, high: divideUp(2n * weight.high * one, left) });
  return weights;
}
