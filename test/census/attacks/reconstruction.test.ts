import { describe, expect, it } from 'vitest';
import { seededBytes } from '../privacy/statistics.ts';
import { attackedProduct, type Release, release } from './public-release.ts';

// What would be lost: a lone patient's cell. The attacker knows every other cell exactly, reads cells and margins, and guesses whether the
// one patient is there; a coin tossed beforehand says so half of the time.

const GROUPS = 2000;
const WIDTH = 3;
const RELEASES = 12;
const KNOWN = 300;

/** How often the guess is right. The third cell of each group holds one patient or none; the first two are known. */
async function accuracy(attacked: Release): Promise<number> {
  const product = attackedProduct(GROUPS, WIDTH, 1, 6000);
  let right = 0;
  for (let drawn = 0; drawn < RELEASES; drawn += 1) {
    const coins = new Uint8Array(GROUPS);
    seededBytes(drawn)(coins);
    const isThere = [...coins].map((coin) => coin % 2);
    const counts = Int32Array.from({ length: GROUPS * WIDTH }, (_, at) =>
      at % WIDTH < 2 ? KNOWN : (isThere[Math.floor(at / WIDTH)] ?? 0),
    );
    const [margins, cells] = await attacked(product, counts, seededBytes(7000 + drawn));
    for (const [group, truth] of isThere.entries()) {
      const cell = cells?.values[group * WIDTH + 2] ?? '';
      const margin = margins?.values[group] ?? '';
      // A shown cell is better evidence than a margin, where both are there.
      const estimate = cell === '' ? Number(margin) - 2 * KNOWN : Number(cell);
      right += (estimate >= 0.5 ? 1 : 0) === truth ? 1 : 0;
    }
  }
  return right / (GROUPS * RELEASES);
}

/** A mutant that publishes exact margins: they betray every withheld cell. */
const exactMargins: Release = async (product, counts, random) => {
  const [margins, cells] = await release(product, counts, random);
  const sums = Array.from({ length: GROUPS }, (_, group) =>
    counts.subarray(group * WIDTH, (group + 1) * WIDTH).reduce((sum, n) => sum + n, 0),
  );
  return margins && cells ? [{ ...margins, values: sums.map(String) }, cells] : [];
};

describe('reconstruction of a lone patient from cells and margins', () => {
  it('is right at most two points more often than a coin', async () => {
    expect(await accuracy(release)).toBeLessThanOrEqual(0.52);
  });

  it('is nearly always right where margins are exact', async () => {
    expect(await accuracy(exactMargins)).toBeGreaterThan(0.9);
  });
});
