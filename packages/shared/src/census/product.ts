import { z } from 'zod';
import { canonicalBytes, type Hex, keccakHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

/** Bits of a patient's census consent; a product serves exactly one purpose. */
export const PURPOSE = { 'public-health': 1, academic: 2, commercial: 4 } as const;

const dimension = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  title: z.string().max(120),
  /** The public domain: every category a cell can have, in order. Cells of zero patients are released too. */
  categories: z.array(z.string().min(1).max(64)).min(1).max(2000),
});

const tier = z.strictObject({
  tier: z.int().min(0).max(8),
  /** zCDP ρ, in millionths, that the noise of this tier alone corresponds to. */
  microRho: z.int().positive(),
  /** Dimensions kept; a coarser tier sums the finer *noisy* release over the others. */
  dimensions: z.array(z.string()).min(1),
});

const definition = z.strictObject({
  /** Catalogue number, for example C01. */
  id: z.string().regex(/^C\d{2}$/),
  version: z.int().positive(),
  title: z.string().max(120),
  description: z.string().max(2000),
  purpose: z.enum(['public-health', 'academic', 'commercial']),
  measure: z.literal('patients'),
  /** Who is counted, in words that fix the rule. */
  population: z.string().max(1000),
  dimensions: z.array(dimension).min(1).max(6),
  /** L0: the largest number of cells one patient may add to, by one each. */
  contributionBound: z.int().positive(),
  /** Ascending tier numbers 0..n; ρ rises with the tier, and the last one's is what a release costs. */
  tiers: z.array(tier).min(2).max(9),
});

/** A census product: what is counted, over which public domain, at which precision. Both sides hash its canonical JSON. */
export type ProductDefinition = z.infer<typeof definition>;
export type ProductDimension = z.infer<typeof dimension>;
export type ProductTier = z.infer<typeof tier>;

/** Keccak-256 of the definition's canonical JSON: the product's name on the chain. */
export function productHash(product: ProductDefinition): Hex {
  return keccakHex(canonicalBytes(product));
}

/** ρ in millionths that one release with all its tiers costs: that of the finest tier, since the others add noise to it. */
export function productMicroRho(product: ProductDefinition): number {
  return Math.max(...product.tiers.map((entry) => entry.microRho));
}

/** @throws MedrecError `PRODUCT_INVALID` naming the first wrong field. */
export function parseProductDefinition(value: unknown): ProductDefinition {
  const parsed = definition.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'PRODUCT_INVALID',
    message: 'The product definition has a wrong field.',
    facts: { field: issue?.path.join('.'), expected: issue?.message },
  });
}
