import { catalogue } from '@medrec/census/catalogue';
import { createRandomIntegers, drawTiers, planTiers, publishCells, rational, rationalToNumber } from '@medrec/census/privacy';
import type { ProductDefinition } from '@medrec/shared/census';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './statistics.ts';

const pyramid = catalogue[0]?.definition as ProductDefinition;

describe.each(catalogue.map(({ definition }) => ({ id: definition.id, definition })))('tiers of $id', ({ definition }) => {
  const plans = planTiers(definition);

  it('add up to exactly L0/(2ρ) in every tier that keeps all dimensions', () => {
    let total = rational(0);
    for (const plan of plans.filter(({ tier }) => tier > 0)) {
      const added = plan.addedSigmaSquared ?? rational(0);
      total = rational(total.numerator * added.denominator + added.numerator * total.denominator, total.denominator * added.denominator);
      expect(total).toEqual(plan.sigmaSquared);
      expect(total).toEqual(rational(definition.contributionBound * 1_000_000, 2 * plan.microRho));
    }
  });

  it('show in the data the variance that is claimed, and share their noise', () => {
    const size = definition.dimensions.reduce((cells, { categories }) => cells * categories.length, 1);
    const random = createRandomIntegers(seededBytes(size));
    const squares = new Map<number, number[]>();
    for (let round = 0; round < Math.ceil(60_000 / size); round += 1) {
      for (const { plan, cells } of drawTiers(definition, new Int32Array(size), random)) {
        const own = squares.get(plan.tier) ?? [];
        for (const value of cells) own.push(value * value);
        squares.set(plan.tier, own);
      }
    }
    for (const plan of plans) {
      const own = squares.get(plan.tier) ?? [];
      const variance = own.reduce((sum, square) => sum + square, 0) / own.length;
      const claimed = rationalToNumber(plan.sigmaSquared);
      // A Gaussian's sample variance has a relative standard error of √(2/n).
      expect(Math.abs(variance / claimed - 1)).toBeLessThan(6 * Math.sqrt(2 / own.length));
    }
  });
});

it('tier 0 is the sum of the noisy tier 1 and of nothing else', () => {
  const counts = Int32Array.from({ length: 57 }, (_, at) => at);
  const tables = drawTiers(pyramid, counts, createRandomIntegers(seededBytes(4)));
  const [tier1, tier0] = tables.slice(-2).map(({ cells }) => cells);
  expect(Array.from(tier0 ?? [])).toEqual(
    Array.from({ length: 19 }, (_, age) => [0, 19, 38].reduce((sum, sex) => sum + (tier1?.[sex + age] ?? 0), 0)),
  );
});

it.each([
  ['a coarser tier that quotes as much ρ', { 1: { microRho: 20_000 } }],
  ['a paid tier that drops a dimension', { 2: { dimensions: ['age5'] } }],
  ['a tier 0 that quotes less ρ than its noise shows', { 0: { microRho: 1999 } }],
  ['a gap in the numbers', { 3: { tier: 4 } }],
  ['a dimension the product has not', { 0: { dimensions: ['zip3'] } }],
])('refuses %s', (_, changes: Record<number, object>) => {
  const tiers = pyramid.tiers.map((tier, at) => ({ ...tier, ...changes[at] }));
  expect(() => planTiers({ ...pyramid, tiers })).toThrow(expect.objectContaining({ code: 'PRODUCT_TIERS_INVALID' }));
});

describe('the cohort floor', () => {
  it('withholds by the noisy value, with one status for small, zero and negative', () => {
    const cells = publishCells(Float64Array.of(-4, 0, 10, 11, 250), rational(10), 11);
    expect(cells.map(({ value }) => value)).toEqual([null, null, null, 11, 250]);
    expect(new Set(cells.slice(0, 3).map((cell) => JSON.stringify(cell))).size).toBe(1);
    expect(cells[0]).toMatchObject({ obsStatus: 'Q', confStatus: 'D', se: null });
  });

  it('gives each figure its error', () => {
    expect(publishCells(Float64Array.of(100), rational(25), 11)[0]).toEqual({
      value: 100,
      se: 5,
      ciLow: 90.2,
      ciHigh: 109.8,
      obsStatus: 'A',
      confStatus: 'F',
    });
  });
});
