import type { Hex } from '@medrec/shared/bytes';
import { productHash } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { pyramid } from './c01-pyramid.ts';
import { prevalence } from './c04-prevalence.ts';
import type { CensusProduct } from './census-product.ts';

/** Every product this software can count, by catalogue number. */
export const catalogue: readonly CensusProduct[] = [pyramid, prevalence];

const byHash = new Map<Hex, CensusProduct>(catalogue.map((product) => [productHash(product.definition), product]));

/** @throws MedrecError `PRODUCT_UNKNOWN` for a hash of no product in the catalogue. */
export function findProduct(definitionHash: Hex): CensusProduct {
  const product = byHash.get(definitionHash);
  if (product !== undefined) return product;
  throw new MedrecError({
    code: 'PRODUCT_UNKNOWN',
    message: 'No product of this catalogue has that definition.',
    facts: { definitionHash },
    remedy: 'Offer only products this software has (`medrec-census products`), or install the version that defines it.',
  });
}
