import type { Hex } from '@medrec/shared/bytes';
import { type ProductDefinition, productHash, productMicroRho } from '@medrec/shared/census';

/** A product in the figures that a provider chooses by. */
export interface ProductSummary {
  readonly id: string;
  readonly title: string;
  readonly purpose: ProductDefinition['purpose'];
  /** Cells of the public domain, zero ones included. */
  readonly cells: number;
  /** L0: cells that one patient adds to at most, by one each. */
  readonly contributionBound: number;
  /** ρ in millionths that a release with all its tiers costs. */
  readonly microRho: number;
  readonly definitionHash: Hex;
}

export function describeProduct(definition: ProductDefinition): ProductSummary {
  return {
    id: definition.id,
    title: definition.title,
    purpose: definition.purpose,
    cells: definition.dimensions.reduce((total, { categories }) => total * categories.length, 1),
    contributionBound: definition.contributionBound,
    microRho: productMicroRho(definition),
    definitionHash: productHash(definition),
  };
}
