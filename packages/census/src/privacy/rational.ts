import { MedrecError } from '@medrec/shared/errors';

/** An exact fraction in lowest terms; the denominator is positive. Noise variances are kept so, never as floats. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @throws MedrecError `RATIONAL_INVALID` for a denominator of zero. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const n = BigInt(numerator);
  const d = BigInt(denominator);
  if (d === 0n) throw new MedrecError({ code: 'RATIONAL_INVALID', message: 'A fraction’s denominator is zero.' });
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
  return { numerator: n / divisor, denominator: d / divisor };
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiplyRational(a: Rational, factor: number): Rational {
  return rational(a.numerator * BigInt(factor), a.denominator);
}

/** For reports only: noise is never computed from it. */
export function rationalToNumber(value: Rational): number {
  return Number(value.numerator) / Number(value.denominator);
}

/** ⌊√n⌋ by Newton's method over integers. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let estimate = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (estimate + n / estimate) >> 1n;
    if (next >= estimate) return estimate;
    estimate = next;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
