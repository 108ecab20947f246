import { MedrecError } from '@medrec/shared/errors';

/** A real number between `low` and `high`, both in units of 2^−bits. */
export interface FixedInterval {
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * exp(−a/b) between two fixed-point numbers, for integers 0 ≤ a and 1 ≤ b. Every division and shift is rounded outwards, so the
 * true value is inside, whatever its size; width is a few units of 2^−bits when a/b is small.
 * @throws MedrecError `EXPONENT_INVALID` for a negative exponent.
 */
export function exponential(a: bigint, b: bigint, bits: number): FixedInterval {
  if (a < 0n || b < 1n)
    throw new MedrecError({ code: 'EXPONENT_INVALID', message: 'An exponential of a positive exponent was asked for.' });
  const one = 1n << BigInt(bits);
  // Halved until at most 1/2, where the alternating series falls from its first term on and two partial sums enclose it.
  let halvings = 0;
  let divisor = b;
  while (2n * a > divisor) {
    divisor *= 2n;
    halvings += 1;
  }
  let value = alternatingSeries(a, divisor, one);
  for (let squaring = 0; squaring < halvings; squaring += 1) value = multiplyIntervals(value, value, bits);
  return { low: value.low, high: value.high < one ? value.high : one };
}

/** Σ (−x)^k/k! for x = a/b ≤ 1/2, until a term is under one unit. */
function alternatingSeries(a: bigint, b: bigint, one: bigint): FixedInterval {
  let term: FixedInterval = { low: one, high: one };
  let sum: FixedInterval = term;
  for (let k = 1n; term.high > 1n; k += 1n) {
    term = { low: (term.low * a) / (b * k), high: divideUp(term.high * a, b * k) };
    sum = k % 2n === 1n ? { low: sum.low - term.high, high: sum.high - term.low } : { low: sum.low + term.low, high: sum.high + term.high };
  }
  // What was left out is smaller than the last term, of either sign.
  return { low: sum.low - term.high, high: sum.high + term.high };
}

/** The product of two intervals of non-negative numbers, rounded outwards. */
export function multiplyIntervals(a: FixedInterval, b: FixedInterval, bits: number): FixedInterval {
  const shift = BigInt(bits);
  return { low: (a.low * b.low) >> shift, high: ((a.high * b.high) >> shift) + 1n };
}

export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
