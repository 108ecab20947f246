import { createRandomIntegers, drawTiers, type RandomIntegers, zcdpDelta } from '@medrec/census/privacy';
import type { ProductDefinition } from '@medrec/shared/census';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './statistics.ts';

const CELLS = 12;
const RHO = 0.5;
const ROUNDS = 60_000;

const product: ProductDefinition = {
  id: 'C98',
  version: 1,
  title: 'Attacked',
  description: 'Twelve cells.',
  purpose: 'academic',
  measure: 'patients',
  population: 'All.',
  dimensions: [
    { name: 'cell', title: 'Cell', categories: Array.from({ length: CELLS }, (_, at) => `c${at}`) },
    { name: 'all', title: 'All', categories: ['all'] },
  ],
  contributionBound: 6,
  tiers: [
    { tier: 0, microRho: 100_000, dimensions: ['all'] },
    { tier: 1, microRho: RHO * 1_000_000, dimensions: ['cell', 'all'] },
  ],
};

/** How many patients' worth of evidence each of many releases shows, by the attacker's best statistic: the sum over the target's cells. */
function evidence(definition: ProductDefinition, targetCells: number, isPresent: boolean, random: RandomIntegers): Float64Array {
  const counts = Int32Array.from({ length: CELLS }, (_, cell) => 20 + (isPresent && cell < targetCells ? 1 : 0));
  return Float64Array.from({ length: ROUNDS }, () => {
    const finest = drawTiers(definition, counts, random)[0]?.cells ?? new Float64Array();
    return finest.subarray(0, targetCells).reduce((sum, value) => sum + value - 20, 0);
  });
}

/** The largest δ that any threshold proves at this ε, less five standard errors of both rates. */
function provenDelta(present: Float64Array, absent: Float64Array, epsilon: number): number {
  const rate = (values: Float64Array, threshold: number): number => values.filter((value) => value >= threshold).length / ROUNDS;
  let largest = 0;
  for (let threshold = -6; threshold <= 30; threshold += 2) {
    const [tpr, fpr] = [rate(present, threshold), rate(absent, threshold)];
    const error = 5 * (Math.sqrt((tpr * (1 - tpr)) / ROUNDS) + Math.exp(epsilon) * Math.sqrt((fpr * (1 - fpr)) / ROUNDS));
    largest = Math.max(largest, tpr - Math.exp(epsilon) * fpr - error);
  }
  return largest;
}

/** Ratio of what an attack proves to what the accountant allows, at the worst of several ε. Above 1 the claim is false. */
function worstRatio(definition: ProductDefinition, targetCells: number): number {
  const random = createRandomIntegers(seededBytes(targetCells + definition.contributionBound));
  const present = evidence(definition, targetCells, true, random);
  const absent = evidence(definition, targetCells, false, random);
  return Math.max(...[0.5, 1, 1.5, 2, 3].map((epsilon) => provenDelta(present, absent, epsilon) / zcdpDelta(RHO, epsilon)));
}

describe('membership inference against the finest tier', () => {
  it('proves no more than the accountant allows: TPR ≤ e^ε · FPR + δ', () => {
    const ratio = worstRatio(product, 6);
    expect(ratio).toBeLessThanOrEqual(1);
    // An attack so weak that it would catch no mutant shows nothing.
    expect(ratio).toBeGreaterThan(0.4);
  });

  it('catches a patient whose cells were not bounded', () => {
    expect(worstRatio(product, 12)).toBeGreaterThan(1);
  });

  it('catches a sensitivity half of what it is', () => {
    expect(worstRatio({ ...product, contributionBound: 3 }, 6)).toBeGreaterThan(1);
  });
});
