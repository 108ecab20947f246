import type { ProductDefinition } from '@medrec/shared/census';
import { describe, expect, it } from 'vitest';
import { chiSquareP, seededBytes } from '../privacy/statistics.ts';
import { attackedProduct, type PublicTier, type Release, release, releaseAs, withBound, withRho } from './public-release.ts';

// What would be lost: that the noise in the public files is the noise they claim, on the integers and nowhere else. A million cells are read.

const GROUPS = 2000;
const WIDTH = 50;
const RELEASES = 10;
const COUNT = 5000;
const MICRO_RHO = 50_000;
const BOUND = 2;
const PRODUCT: ProductDefinition = attackedProduct(GROUPS, WIDTH, BOUND, MICRO_RHO);

async function read(attacked: Release, releases: number, count = COUNT): Promise<{ tier: PublicTier; values: string[] }> {
  const values: string[] = [];
  let tier: PublicTier | undefined;
  for (let drawn = 0; drawn < releases; drawn += 1) {
    tier = (await attacked(PRODUCT, new Int32Array(GROUPS * WIDTH).fill(count), seededBytes(drawn + count)))[1];
    values.push(...(tier?.values ?? []));
  }
  return { tier: tier as PublicTier, values };
}

/** χ² of the public values against what the datasheet and the product say: σ² = L0/(2ρ). */
function fit({ tier, values }: { tier: PublicTier; values: string[] }): number {
  const { numerator, denominator } = tier.datasheet.mechanism.sigmaSquared;
  const sigmaSquared = Number(numerator) / Number(denominator);
  expect(sigmaSquared).toBe((BOUND * 1_000_000) / (2 * tier.datasheet.privacy.release.microRho));
  const weight = (value: number): number => Math.exp((-value * value) / (2 * sigmaSquared));
  return chiSquareP(
    Int32Array.from(values, (value) => Number(value) - COUNT),
    weight,
    200,
  );
}

/** Counts with noise that is not on the integers, as floating-point samplers give it. */
const fractional: Release = async (product, counts, random) =>
  (await release(product, counts, random)).map((tier) => ({
    ...tier,
    values: tier.values.map((value) => String(Number(value) + 2 ** -20)),
  }));

/** Whole numbers only, and every output near the counts of one database is one of its neighbour as well. */
function isSupportShared(own: readonly string[], neighbour: readonly string[]): boolean {
  const near = (values: readonly string[]): Set<string> => new Set(values.filter((value) => Math.abs(Number(value) - COUNT) <= 12));
  const [one, other] = [near(own), near(neighbour)];
  return [...own, ...neighbour].every((value) => /^-?\d+$/.test(value)) && [...one].every((v) => other.has(v)) && one.size === other.size;
}

describe('the noise of a public release', { timeout: 120_000 }, () => {
  it('has the exact probabilities that it claims, over a million cells', async () => {
    expect(fit(await read(release, RELEASES))).toBeGreaterThan(1e-6);
  });

  it.each<[string, Release]>([
    ['5 % too much ρ', releaseAs(withRho(1.05))],
    ['a sensitivity less by one', releaseAs(withBound(BOUND - 1))],
  ])('shows a mutant with %s', async (_, mutant) => {
    expect(fit(await read(mutant, 1))).toBeLessThan(1e-6);
  });

  it('leaves no output possible under one database and impossible under its neighbour', async () => {
    const [own, neighbour] = [await read(release, 1), await read(release, 1, COUNT + 1)];
    expect(isSupportShared(own.values, neighbour.values)).toBe(true);
    expect(isSupportShared((await read(fractional, 1)).values, neighbour.values)).toBe(false);
  });
});
