import { createCipheriv } from 'node:crypto';
import type { RandomSource } from '@medrec/census/privacy';

/** A repeatable source of bytes: AES-128 in counter mode under the seed. */
export function seededBytes(seed: number): RandomSource {
  const key = Buffer.alloc(16);
  key.writeUInt32BE(seed);
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return (buffer) => {
    buffer.set(stream.update(Buffer.alloc(buffer.length)));
  };
}

/**
 * Pearson's χ² of integer samples against probabilities proportional to `weight`; values whose expected count is under
 * 10 are pooled on each side. Returns the upper tail probability.
 */
export function chiSquareP(samples: readonly number[] | Int32Array, weight: (value: number) => number, reach: number): number {
  const values = Array.from({ length: 2 * reach + 1 }, (_, at) => at - reach);
  const total = values.reduce((sum, value) => sum + weight(value), 0);
  const expected = new Map(values.map((value) => [value, (samples.length * weight(value)) / total]));
  const edge = values.findLast((value) => (expected.get(value) ?? 0) >= 10) ?? 0;
  const bin = (value: number): number => Math.max(-edge - 1, Math.min(edge + 1, value));
  const observedBins = new Map<number, number>();
  for (const value of samples) observedBins.set(bin(value), (observedBins.get(bin(value)) ?? 0) + 1);
  const expectedBins = new Map<number, number>();
  for (const [value, count] of expected) expectedBins.set(bin(value), (expectedBins.get(bin(value)) ?? 0) + count);
  let statistic = 0;
  for (const [value, count] of expectedBins) statistic += ((observedBins.get(value) ?? 0) - count) ** 2 / count;
  return upperGamma((expectedBins.size - 1) / 2, statistic / 2);
}

/** Regularised upper incomplete gamma function Q(a, x), by series or continued fraction (Numerical Recipes, 6.2). */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 2000; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 2000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
  }
  return h * scale;
}

function logGamma(z: number): number {
  // Stirling's series after shifting the argument up, where its error is below 1e-12.
  let shift = 0;
  let x = z;
  while (x < 12) {
    shift += Math.log(x);
    x += 1;
  }
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - shift;
}
