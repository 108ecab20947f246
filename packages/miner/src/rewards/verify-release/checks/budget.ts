import { productMicroRho } from '@medrec/shared/census';
import type { ReleaseCheck } from '../types.ts';

/** The privacy cost it states is the product's, and within the provider's lifetime budget. */
export const budgetCheck: ReleaseCheck = {
  code: 'BUDGET',
  title: 'the privacy cost is the product’s and within the budget',
  run({ manifest, datasheet, product }) {
    const price = productMicroRho(product);
    if (manifest.microRho !== price) return 'the manifest states another ρ than the product’s';
    const { release, lifetime, lifetimeBudgetMicroRho } = datasheet.privacy;
    if (release.microRho !== price) return 'the datasheet states another ρ than the product’s';
    if (lifetime.microRho < release.microRho || lifetime.microRho > lifetimeBudgetMicroRho)
      return 'the lifetime ρ it states cannot be right';
    return datasheet.bounds.cellsPerPatient === product.contributionBound ? undefined : 'the datasheet states another contribution bound';
  },
};
