import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createAliasTable,
  createXoshiro,
  exponential,
  geometric,
  openStream,
  poisson,
} from '../../../packages/miner/src/simulator/random/index.ts';

// What would be lost: every figure of the simulator, and that anyone else can get the same one.

describe('xoshiro128++', () => {
  it('gives the reference generator’s numbers', () => {
    const random = createXoshiro([1, 2, 3, 4]);
    const expected = [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420];
    expect(expected.map(() => random.bits())).toEqual(expected);
  });

  it('stays in range, its logarithm included, and never stops at a zero state', () => {
    const random = createXoshiro([0, 0, 0, 0]);
    const draws = Array.from({ length: 1_000 }, () => [random.uniform(), random.positive()] as const);
    expect(draws.every(([open, positive]) => open >= 0 && open < 1 && positive > 0 && positive <= 1)).toBe(true);
    expect(new Set(draws.map(([open]) => open)).size).toBeGreaterThan(990);
  });
});

describe('streams', () => {
  it('are the same for the same seed, replication and purpose, and differ when any of them does', () => {
    const first = (seed: string, replication: number, purpose: string): number => openStream(seed, replication, purpose).bits();
    expect(first('a', 1, 'blocks')).toBe(first('a', 1, 'blocks'));
    const others = [
      first('a', 1, 'blocks'),
      first('b', 1, 'blocks'),
      first('a', 2, 'blocks'),
      first('a', 1, 'offers'),
      first('a1', 1, 'blocks'),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});

describe('draws', () => {
  const mean = (count: number, draw: () => number): number =>
    Array.from({ length: count }, draw).reduce((sum, value) => sum + value, 0) / count;

  it('have their means', () => {
    const random = openStream('draws', 0, 'test');
    expect(mean(20_000, () => exponential(random, 13))).toBeCloseTo(13, 0);
    expect(mean(20_000, () => poisson(random, 100)) / 100).toBeCloseTo(1, 2);
    expect(mean(20_000, () => geometric(random, 0.1)) / 10).toBeCloseTo(1, 1);
    expect(poisson(random, 0)).toBe(0);
    expect(geometric(random, 1)).toBe(1);
  });

  it('take an index as often as its weight says, and never one of weight zero', () => {
    const weights = [5, 0, 3, 2];
    const draw = createAliasTable(weights);
    const random = openStream('alias', 0, 'test');
    const counts = weights.map(() => 0);
    for (let n = 0; n < 40_000; n++) {
      const index = draw(random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    weights.forEach((weight, index) => void expect((counts[index] ?? 0) / 40_000).toBeCloseTo(weight / 10, 1));
  });

  it('refuse weights that are no distribution', () => {
    for (const weights of [[], [0, 0], [-1, 2], [Number.NaN], [Number.POSITIVE_INFINITY]]) {
      expect(() => createAliasTable(weights)).toThrowError(expect.objectContaining({ code: 'WEIGHTS_INVALID' }));
    }
  });

  it('always give an index of the list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.integer(),
        (weights, seed) => {
          fc.pre(weights.some((weight) => weight > 1e-9));
          const draw = createAliasTable(weights);
          const random = createXoshiro([seed, 1, 2, 3]);
          for (let n = 0; n < 50; n++) expect(weights[draw(random)]).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
