import { type RandomSource, zcdpDelta } from '@medrec/census/privacy';
import { describe, expect, it } from 'vitest';
import { seededBytes } from '../privacy/statistics.ts';
import { attackedProduct, release } from './public-release.ts';

// What would be lost: that one patient who comes between two epochs cannot be found by subtracting one release from the other.

const GROUPS = 1000;
const WIDTH = 12;
const CELLS = GROUPS * WIDTH;
const RHO = 0.5;
const COUNT = 100;

type Epochs = (epoch: number, isJoined: boolean) => RandomSource;

const fresh: Epochs = (epoch, isJoined) => seededBytes(epoch * 2 + (isJoined ? 1 : 0));
/** A mutant that keeps its seed: the noise of both epochs is the same. */
const kept: Epochs = () => seededBytes(77);

/** Per cell, what the second epoch shows more than the first; each cell is a trial, in which a patient joined it or did not. */
async function differences(random: Epochs, isJoined: boolean): Promise<number[]> {
  const product = attackedProduct(GROUPS, WIDTH, 1, RHO * 1_000_000);
  const values = async (epoch: number, count: number): Promise<number[]> => {
    const [, cells] = await release(product, new Int32Array(CELLS).fill(count), random(epoch, isJoined));
    return cells?.values.map(Number) ?? [];
  };
  const before = await values(1, COUNT);
  const after = await values(2, COUNT + (isJoined ? 1 : 0));
  return after.map((value, cell) => value - (before[cell] ?? Number.NaN));
}

/** The largest ratio of a proven δ, less five standard errors, to the one that the accountant allows. */
async function worstRatio(random: Epochs): Promise<number> {
  const [joined, absent] = [await differences(random, true), await differences(random, false)];
  const ratios = [0.5, 1, 2].flatMap((epsilon) =>
    [-2, -1, 0, 1, 2, 3].map((threshold) => {
      const rate = (all: readonly number[]): number => all.filter((value) => value >= threshold).length / CELLS;
      const [tpr, fpr] = [rate(joined), rate(absent)];
      const error = 5 * (Math.sqrt((tpr * (1 - tpr)) / CELLS) + Math.exp(epsilon) * Math.sqrt((fpr * (1 - fpr)) / CELLS));
      return (tpr - Math.exp(epsilon) * fpr - error) / zcdpDelta(RHO, epsilon);
    }),
  );
  return Math.max(...ratios);
}

describe('subtracting two epochs', { timeout: 60_000 }, () => {
  it('proves no more of who came between them than the second release may show', async () => {
    const ratio = await worstRatio(fresh);
    expect(ratio).toBeLessThanOrEqual(1);
    expect(ratio).toBeGreaterThan(0);
  });

  it('finds whoever came when a seed is kept', async () => {
    expect(await worstRatio(kept)).toBeGreaterThan(1);
  });
});
