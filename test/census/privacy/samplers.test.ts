import {
  bernoulliExp,
  bernoulliExpBig,
  createDiscreteGaussian,
  createDiscreteLaplace,
  createProposedLaplace,
  createRandomIntegers,
  createRejectedGaussian,
  osRandom,
  rational,
} from '@medrec/census/privacy';
import { describe, expect, it } from 'vitest';
import { chiSquareP, seededBytes, upperGamma } from './statistics.ts';

const SAMPLES = 200_000;
const draw = (sample: () => number, size = SAMPLES): Int32Array => Int32Array.from({ length: size }, sample);
const gaussianWeight = (sigmaSquared: number) => (value: number) => Math.exp((-value * value) / (2 * sigmaSquared));
const reach = (sigma: number): number => Math.ceil(40 * sigma) + 10;

it('the test’s own χ² tail agrees with tables', () => {
  expect(upperGamma(0.5, 3.841459 / 2)).toBeCloseTo(0.05, 6);
  expect(upperGamma(5, 23.209251 / 2)).toBeCloseTo(0.01, 6);
  expect(upperGamma(50, 124.342113 / 2)).toBeCloseTo(0.05, 6);
});

describe('discrete Laplace', () => {
  it.each([
    [1, 1],
    [1, 3],
    [7, 1],
    [22, 7],
    [40, 1],
    [999_983, 1_000_003],
  ])('of scale %i/%i has the exact probabilities, by inversion and by rejection', (t, s) => {
    for (const create of [createDiscreteLaplace, createProposedLaplace]) {
      const samples = draw(create(t, s, createRandomIntegers(seededBytes(t))));
      expect(chiSquareP(samples, (value) => Math.exp((-Math.abs(value) * s) / t), reach(t / s))).toBeGreaterThan(1e-6);
    }
  });

  it('refuses a scale it could not draw exactly', () => {
    expect(() => createDiscreteLaplace(2 ** 33, 1, createRandomIntegers(osRandom))).toThrow(
      expect.objectContaining({ code: 'NOISE_SCALE_INVALID' }),
    );
  });
});

describe('discrete Gaussian', () => {
  it.each([
    [1n, 10n],
    [1n, 2n],
    [10n, 1n],
    [25n, 1n],
    [175n, 3n],
    [250n, 3n],
    [2500n, 1n],
    [500_000n, 49_999n],
    // Terms so large that the sampler by rejection leaves the safe integers and goes on with big ones.
    [123_456_789_012_345n, 9_876_543_210_123n],
  ])('of σ² = %i/%i has the exact probabilities, by inversion and by rejection', (numerator, denominator) => {
    const sigmaSquared = Number(numerator) / Number(denominator);
    const size = numerator > 1_000_000n ? SAMPLES / 4 : SAMPLES;
    for (const create of [createDiscreteGaussian, createRejectedGaussian]) {
      const sampler = create(rational(numerator, denominator), createRandomIntegers(seededBytes(Number(numerator % 997n))));
      expect(chiSquareP(draw(sampler, size), gaussianWeight(sigmaSquared), reach(Math.sqrt(sigmaSquared)))).toBeGreaterThan(1e-6);
    }
  });

  it('with a variance 5 % too small is caught by the same statistic', () => {
    const mutant = createDiscreteGaussian(rational(95, 10), createRandomIntegers(seededBytes(5)));
    expect(chiSquareP(draw(mutant), gaussianWeight(10), 200)).toBeLessThan(1e-6);
  });

  it('rounded from a continuous one is caught: its lattice is right and its probabilities are not', () => {
    const random = createRandomIntegers(seededBytes(6));
    const uniform = (): number => (random.below(2 ** 32) + 0.5) / 2 ** 32;
    const mutant = (): number => Math.round(0.7 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
    expect(chiSquareP(draw(mutant), gaussianWeight(0.49), 60)).toBeLessThan(1e-6);
  });

  it('has the first values of the seeded stream, so that a change of algorithm is seen', () => {
    const sampler = createDiscreteGaussian(rational(250, 3), createRandomIntegers(seededBytes(1)));
    expect(Array.from({ length: 12 }, sampler)).toEqual([5, -4, 5, 13, -8, -5, -2, -4, 2, -18, 1, 14]);
  });

  it('refuses a variance of zero', () => {
    expect(() => createDiscreteGaussian(rational(0), createRandomIntegers(osRandom))).toThrow(
      expect.objectContaining({ code: 'NOISE_SCALE_INVALID' }),
    );
  });
});

describe('Bernoulli(exp(−a/b))', () => {
  it.each([
    [0, 1],
    [1, 3],
    [1, 1],
    [5, 2],
    [2 ** 52 + 1, 2 ** 53 - 1],
  ])('of %i/%i is true as often as it must be, in both integer sizes', (a, b) => {
    const random = createRandomIntegers(seededBytes(9));
    for (const trial of [() => bernoulliExp(a, b, random), () => bernoulliExpBig(BigInt(a), BigInt(b), random)]) {
      const p = Math.exp(-a / b);
      let hits = 0;
      for (let n = 0; n < 40_000; n += 1) hits += trial() ? 1 : 0;
      expect(Math.abs(hits - 40_000 * p)).toBeLessThanOrEqual(5 * Math.sqrt(40_000 * p * (1 - p)));
    }
  });
});

describe('uniform integers', () => {
  it.each([1, 2, 3, 10, 257])('below %i favour none', (limit) => {
    const random = createRandomIntegers(seededBytes(limit));
    const counts = new Float64Array(limit);
    for (let n = 0; n < 50_000; n += 1) {
      const value = random.below(limit);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    const statistic = counts.reduce((sum, count) => sum + (count - 50_000 / limit) ** 2 / (50_000 / limit), 0);
    if (limit > 1) expect(upperGamma((limit - 1) / 2, statistic / 2)).toBeGreaterThan(1e-6);
  });

  it('reach the whole of a range beyond 32 bits', () => {
    const random = createRandomIntegers(seededBytes(3));
    const limit = 3 * 2 ** 50;
    const thirds = [0, 0, 0];
    for (let n = 0; n < 30_000; n += 1) {
      const value = random.below(limit);
      expect(value < limit && Number.isSafeInteger(value)).toBe(true);
      const third = Math.floor(value / 2 ** 50);
      thirds[third] = (thirds[third] ?? 0) + 1;
    }
    for (const count of thirds) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
