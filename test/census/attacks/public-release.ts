import { createExactCube } from '@medrec/census/catalogue';
import { planTiers, type RandomSource, rational } from '@medrec/census/privacy';
import { buildRelease } from '@medrec/census/release';
import { type ProductDefinition, parseReleaseDatasheet, productMicroRho, type ReleaseDatasheet } from '@medrec/shared/census';
import { hex32, signManifest } from '../release/fixture.ts';
import { readTar } from '../release/read-tar.ts';

/** What a reader of one tier holds. */
export interface PublicTier {
  readonly datasheet: ReleaseDatasheet;
  /** As written in `data.csv`, in its order; empty where withheld. */
  readonly values: readonly string[];
}

/** The function under attack: exact counts in, public files out. A mutant has this shape as well. */
export type Release = (product: ProductDefinition, counts: Int32Array, random: RandomSource) => Promise<readonly PublicTier[]>;

export const MINIMUM_COHORT = 11;

/** The release function itself. */
export const release: Release = (product, counts, random) => build(product, counts, random);

async function build(product: ProductDefinition, counts: Int32Array, random: RandomSource): Promise<readonly PublicTier[]> {
  const tiers = await buildRelease(
    {
      product,
      cube: createExactCube(counts),
      epoch: 1,
      chainId: 1337,
      genesisHash: hex32(2),
      providerId: hex32(1),
      snapshotRoot: hex32(3),
      minimumCohort: MINIMUM_COHORT,
      budget: { spentMicroRho: 1_000_000, lifetimeMicroRho: 1_000_000 },
      zipTable: 'test-table',
    },
    { random, signManifest },
  );
  return Promise.all(
    tiers.map(async (tier) => {
      const files = await readTar(tier.package);
      const text = (name: string): string => Buffer.from(files.get(name) ?? new Uint8Array()).toString();
      const [header = '', ...rows] = text('data.csv').trimEnd().split('\n');
      const column = header.split(',').indexOf('value');
      return {
        datasheet: parseReleaseDatasheet(JSON.parse(text('datasheet.json'))),
        values: rows.map((row) => row.split(',')[column] ?? ''),
      };
    }),
  );
}

/** A mutant: draws for another product than it was asked for, and its datasheet says nothing of it. */
export const releaseAs =
  (change: (product: ProductDefinition) => ProductDefinition): Release =>
  async (product, counts, random) => {
    const told = planTiers(product).toReversed();
    const microRho = productMicroRho(product);
    return (await build(change(product), counts, random)).map(({ values, datasheet }, tier) => {
      const { numerator, denominator } = told[tier]?.sigmaSquared ?? rational(0);
      const mechanism = { ...datasheet.mechanism, sigmaSquared: { numerator: String(numerator), denominator: String(denominator) } };
      const privacy = { ...datasheet.privacy, release: { ...datasheet.privacy.release, microRho } };
      return { values, datasheet: { ...datasheet, mechanism, privacy } };
    });
  };

/** `groups` × `width` cells; tier 0 sums each group's, tier 1 shows them all. */
export function attackedProduct(groups: number, width: number, contributionBound: number, microRho: number): ProductDefinition {
  const categories = (count: number, letter: string): string[] => Array.from({ length: count }, (_, at) => `${letter}${at}`);
  return {
    id: 'C98',
    version: 1,
    title: 'Attacked',
    description: 'Cells in groups.',
    purpose: 'academic',
    measure: 'patients',
    population: 'All.',
    dimensions: [
      { name: 'group', title: 'Group', categories: categories(groups, 'g') },
      { name: 'cell', title: 'Cell', categories: categories(width, 'c') },
    ],
    contributionBound,
    tiers: [
      { tier: 0, microRho: Math.ceil(microRho / width), dimensions: ['group'] },
      { tier: 1, microRho, dimensions: ['group', 'cell'] },
    ],
  };
}

export const withRho =
  (factor: number) =>
  (product: ProductDefinition): ProductDefinition => ({
    ...product,
    tiers: product.tiers.map((tier) => ({ ...tier, microRho: Math.round(tier.microRho * factor) })),
  });

export const withBound =
  (contributionBound: number) =>
  (product: ProductDefinition): ProductDefinition => ({ ...product, contributionBound });
