import {
  createDiscreteGaussian,
  createRandomIntegers,
  createRejectedGaussian,
  type RandomIntegers,
  rational,
} from '@medrec/census/privacy';
import { describe, expect, it } from 'vitest';
import { seededBytes } from '../privacy/statistics.ts';

// What would be lost: that the time of a draw says nothing of its noise. The clock is the number of random words that a draw asks for,
// so that the machine's own noise cannot hide a leak.

const SAMPLES = 120_000;
const NORMAL_999 = 3.2905;

/** The 99.9 % upper bound of the correlation between words drawn and the size of the noise. */
function leak(create: (random: RandomIntegers) => () => number): number {
  const inner = createRandomIntegers(seededBytes(11));
  let words = 0;
  const tick = <Value>(value: Value): Value => {
    words += 1;
    return value;
  };
  const sample = create({
    word: () => tick(inner.word()),
    below: (limit) => tick(inner.below(limit)),
    belowBig: (limit) => tick(inner.belowBig(limit)),
  });
  const times = new Float64Array(SAMPLES);
  const sizes = new Float64Array(SAMPLES);
  for (let n = 0; n < SAMPLES; n += 1) {
    const before = words;
    sizes[n] = Math.abs(sample());
    times[n] = words - before;
  }
  return Math.abs(correlation(times, sizes)) + NORMAL_999 / Math.sqrt(SAMPLES);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  for (let n = 0; n < a.length; n += 1) {
    const [x, y] = [(a[n] ?? 0) - meanA, (b[n] ?? 0) - meanB];
    covariance += x * y;
    varianceA += x * x;
    varianceB += y * y;
  }
  return varianceA === 0 || varianceB === 0 ? 0 : covariance / Math.sqrt(varianceA * varianceB);
}

describe('the words that a draw takes', () => {
  it('are not related to the noise', () => {
    expect(leak((random) => createDiscreteGaussian(rational(250, 3), random))).toBeLessThan(0.01);
  });

  it('betray it by rejection, which this statistic shows', () => {
    expect(leak((random) => createRejectedGaussian(rational(250, 3), random))).toBeGreaterThan(0.01);
  });
});
