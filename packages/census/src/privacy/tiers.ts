import type { ProductDefinition, ProductTier } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { MICRO_RHO } from './accountant.ts';
import { createDiscreteGaussian } from './discrete-gaussian.ts';
import type { RandomIntegers } from './random-integers.ts';
import { multiplyRational, type Rational, rational, subtractRational } from './rational.ts';

/** How one tier is made from the next finer one. */
export interface TierPlan {
  readonly tier: number;
  readonly microRho: number;
  readonly dimensions: readonly string[];
  /** Variance parameter of one cell with all noise added so far; the true variance is never above it. */
  readonly sigmaSquared: Rational;
  /** What is added to each cell of the finer tier; null where the tier only sums. */
  readonly addedSigmaSquared: Rational | null;
  /** Cells of the finer tier summed into one of this; 1 where all dimensions are kept. */
  readonly summedCells: number;
}

export interface NoisyTable {
  readonly plan: TierPlan;
  /** Integers, row-major over the kept dimensions in the product's order. */
  readonly cells: Float64Array;
}

/**
 * The plan of every tier, finest first. σ² of the finest is L0/(2ρ); a coarser tier adds the difference of the
 * variances, and tier 0 sums the noisy tier 1 (Koufogiannis, Han, Pappas 2015: gradual release). Each step is
 * post-processing of the finest, so the release of all tiers costs the finest tier's ρ once.
 * @throws MedrecError `PRODUCT_TIERS_INVALID` naming the tier whose numbers do not say what the noise will be.
 */
export function planTiers(product: ProductDefinition): readonly TierPlan[] {
  const tiers = product.tiers.toSorted((a, b) => b.tier - a.tier);
  const plans: TierPlan[] = [];
  for (const [index, entry] of tiers.entries()) {
    const finer = plans.at(-1);
    if (entry.tier !== tiers.length - 1 - index) throw invalidTier(product, entry, 'tiers are numbered 0 … n without gaps');
    if (finer !== undefined && entry.microRho >= finer.microRho) throw invalidTier(product, entry, 'ρ rises with the tier');
    if (entry.dimensions.some((name) => !product.dimensions.some((dimension) => dimension.name === name))) {
      throw invalidTier(product, entry, 'a tier keeps only the product’s dimensions');
    }
    plans.push(finer !== undefined && entry.tier === 0 ? commonsPlan(product, entry, finer) : paidPlan(product, entry, finer));
  }
  return plans;
}

function paidPlan(product: ProductDefinition, entry: ProductTier, finer: TierPlan | undefined): TierPlan {
  if (entry.dimensions.length !== product.dimensions.length) throw invalidTier(product, entry, 'tiers from 1 on keep all dimensions');
  const sigmaSquared = rational(product.contributionBound * MICRO_RHO, 2 * entry.microRho);
  const addedSigmaSquared = finer === undefined ? sigmaSquared : subtractRational(sigmaSquared, finer.sigmaSquared);
  return { ...namedTier(product, entry), sigmaSquared, addedSigmaSquared, summedCells: 1 };
}

function commonsPlan(product: ProductDefinition, entry: ProductTier, finer: TierPlan): TierPlan {
  const dropped = product.dimensions.filter((dimension) => !entry.dimensions.includes(dimension.name));
  const summedCells = dropped.reduce((count, dimension) => count * dimension.categories.length, 1);
  // The variance grows by the summed cells, so the tier alone shows ρ₁/m. Quoting less would understate the loss.
  if (entry.microRho * summedCells < finer.microRho)
    throw invalidTier(product, entry, 'tier 0 quotes at least tier 1’s ρ over the summed cells');
  const sigmaSquared = multiplyRational(finer.sigmaSquared, summedCells);
  return { ...namedTier(product, entry), sigmaSquared, addedSigmaSquared: null, summedCells };
}

/** Dimensions in the product's order, whatever order the tier names them in. */
function namedTier(product: ProductDefinition, entry: ProductTier): Pick<TierPlan, 'tier' | 'microRho' | 'dimensions'> {
  const dimensions = product.dimensions.map((dimension) => dimension.name).filter((name) => entry.dimensions.includes(name));
  return { tier: entry.tier, microRho: entry.microRho, dimensions };
}

function invalidTier(product: ProductDefinition, entry: ProductTier, rule: string): MedrecError {
  return new MedrecError({
    code: 'PRODUCT_TIERS_INVALID',
    message: 'The product’s tiers cannot be drawn as they are written.',
    facts: { product: product.id, tier: entry.tier, rule },
    remedy: 'Correct the product’s definition; its hash, and so its name on the chain, changes.',
  });
}

/**
 * Draws all tiers of one release from one exact table, finest first. The caller has debited the ledger.
 * @param counts Row-major over the product's dimensions, every patient's contribution already bounded.
 */
export function drawTiers(product: ProductDefinition, counts: Int32Array, random: RandomIntegers): readonly NoisyTable[] {
  const tables: NoisyTable[] = [];
  let cells = Float64Array.from(counts);
  for (const plan of planTiers(product)) {
    if (plan.summedCells > 1) cells = sumOut(product, cells, plan.dimensions);
    if (plan.addedSigmaSquared !== null) {
      const noise = createDiscreteGaussian(plan.addedSigmaSquared, random);
      cells = cells.map((value) => value + noise());
    }
    tables.push({ plan, cells });
  }
  return tables;
}

/** Sums a row-major table over the dimensions not kept; integers throughout. */
function sumOut(product: ProductDefinition, cells: Float64Array, kept: readonly string[]): Float64Array<ArrayBuffer> {
  const strides = keptStrides(product, kept);
  const size = product.dimensions.filter(({ name }) => kept.includes(name)).reduce((count, { categories }) => count * categories.length, 1);
  const summed = new Float64Array(size);
  cells.forEach((value, index) => {
    let rest = index;
    let target = 0;
    for (let at = product.dimensions.length - 1; at >= 0; at -= 1) {
      const width = product.dimensions[at]?.categories.length ?? 1;
      target += (rest % width) * (strides[at] ?? 0);
      rest = Math.floor(rest / width);
    }
    summed[target] = (summed[target] ?? 0) + value;
  });
  return summed;
}

/** Per dimension, its stride in the summed table; 0 for a dropped one. */
function keptStrides(product: ProductDefinition, kept: readonly string[]): number[] {
  let stride = 1;
  return product.dimensions
    .toReversed()
    .map(({ name, categories }) => {
      if (!kept.includes(name)) return 0;
      const own = stride;
      stride *= categories.length;
      return own;
    })
    .toReversed();
}
