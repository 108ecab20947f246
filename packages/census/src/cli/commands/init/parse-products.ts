import { InvalidArgumentError } from 'commander';
import { type CohortProduct, catalogue } from '../../../catalogue/index.ts';

/** What a lifetime of ρ = 1 pays for over five periods; every further product is the hospital's choice. */
export const DEFAULT_PRODUCTS = 'C01,C04';

/** Catalogue numbers between commas, each once, as an option's value. */
export function parseProducts(text: string): readonly CohortProduct[] {
  const ids = new Set(text.toUpperCase().split(','));
  const chosen = catalogue.filter(({ definition }) => ids.has(definition.id));
  if (chosen.length === ids.size) return chosen;
  throw new InvalidArgumentError('Give catalogue numbers between commas, as `medrec-census products` lists them.');
}
