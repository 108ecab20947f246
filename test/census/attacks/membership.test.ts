import { zcdpDelta } from '@medrec/census/privacy';
import { describe, expect, it } from 'vitest';
import { seededBytes } from '../privacy/statistics.ts';
import { attackedProduct, type Release, release, releaseAs, withBound } from './public-release.ts';

// What would be lost: the promise itself. An attacker who knows all but one patient reads the public files; what she proves of that patient
// may not pass what the accountant allows. Groups of cells are independent of each other, so each group is a trial of its own.

const GROUPS = 2000;
const WIDTH = 12;
const BOUND = 6;
const RHO = 0.5;
const RELEASES = 6;
const TRIALS = GROUPS * RELEASES;
const EPSILONS = [0.5, 1, 1.5, 2, 3];

/** Per trial, the attacker's best statistic: how many patients too many the target's cells show together. */
async function evidence(attacked: Release, targetCells: number, isPresent: boolean): Promise<Float64Array> {
  const product = attackedProduct(GROUPS, WIDTH, BOUND, RHO * 1_000_000);
  const counts = Int32Array.from({ length: GROUPS * WIDTH }, (_, at) => 100 + (isPresent && at % WIDTH < targetCells ? 1 : 0));
  const sums = new Float64Array(TRIALS);
  for (let drawn = 0; drawn < RELEASES; drawn += 1) {
    const random = seededBytes(1000 * targetCells + 2 * drawn + (isPresent ? 1 : 0));
    const values = (await attacked(product, counts, random))[1]?.values ?? [];
    for (const [at, value] of values.entries()) {
      const trial = drawn * GROUPS + Math.floor(at / WIDTH);
      if (at % WIDTH < targetCells) sums[trial] = (sums[trial] ?? 0) + Number(value) - 100;
    }
  }
  return sums;
}

/** The largest δ that any threshold proves at this ε, less five standard errors of both rates: TPR − e^ε · FPR. */
function provenDelta(present: Float64Array, absent: Float64Array, epsilon: number): number {
  const rate = (values: Float64Array, threshold: number): number => values.filter((value) => value >= threshold).length / TRIALS;
  let largest = 0;
  for (let threshold = -6; threshold <= 30; threshold += 2) {
    const [tpr, fpr] = [rate(present, threshold), rate(absent, threshold)];
    const error = 5 * (Math.sqrt((tpr * (1 - tpr)) / TRIALS) + Math.exp(epsilon) * Math.sqrt((fpr * (1 - fpr)) / TRIALS));
    largest = Math.max(largest, tpr - Math.exp(epsilon) * fpr - error);
  }
  return largest;
}

/** What an attack proves over what the accountant allows, at the worst of several ε. Above 1 the claim is false. */
async function worstRatio(attacked: Release, targetCells: number): Promise<number> {
  const present = await evidence(attacked, targetCells, true);
  const absent = await evidence(attacked, targetCells, false);
  return Math.max(...EPSILONS.map((epsilon) => provenDelta(present, absent, epsilon) / zcdpDelta(RHO, epsilon)));
}

describe('membership inference from the public files', { timeout: 120_000 }, () => {
  it('proves no more than the accountant allows: TPR ≤ e^ε · FPR + δ', async () => {
    const ratio = await worstRatio(release, BOUND);
    expect(ratio).toBeLessThanOrEqual(1);
    // An attack so weak that it would catch no mutant shows nothing.
    expect(ratio).toBeGreaterThan(0.4);
  });

  it('catches a release whose counts were not bounded', async () => {
    expect(await worstRatio(release, 2 * BOUND)).toBeGreaterThan(1);
  });

  it('catches noise for half the sensitivity', async () => {
    expect(await worstRatio(releaseAs(withBound(BOUND / 2)), BOUND)).toBeGreaterThan(1);
  });
});
