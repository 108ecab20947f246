import type { Hex } from '@medrec/shared/bytes';
import { productHash } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { pyramid } from './c01-pyramid.ts';
import { geography } from './c02-geography.ts';
import { utilisation } from './c03-utilisation.ts';
import { prevalence } from './c04-prevalence.ts';
import { categories } from './c05-categories.ts';
import { incidence } from './c06-incidence.ts';
import { comorbidity } from './c07-comorbidity.ts';
import { labs } from './c08-labs.ts';
import { vitals } from './c09-vitals.ts';
import { lengthOfStay } from './c10-length-of-stay.ts';
import { readmission } from './c11-readmission.ts';
import { hospitalDeath } from './c12-hospital-death.ts';
import { mortality } from './c13-mortality.ts';
import { medications } from './c14-medications.ts';
import { polypharmacy } from './c15-polypharmacy.ts';
import { procedures } from './c16-procedures.ts';
import { immunisation } from './c17-immunisation.ts';
import { allergy } from './c18-allergy.ts';
import { completeness } from './c19-completeness.ts';
import { familyHistory } from './c20-family-history.ts';
import type { CohortProduct } from './census-product.ts';

/** Every product this software can count, by catalogue number. */
export const catalogue: readonly CohortProduct[] = [
  pyramid,
  geography,
  utilisation,
  prevalence,
  categories,
  incidence,
  comorbidity,
  labs,
  vitals,
  lengthOfStay,
  readmission,
  hospitalDeath,
  mortality,
  medications,
  polypharmacy,
  procedures,
  immunisation,
  allergy,
  completeness,
  familyHistory,
];

const byHash = new Map<Hex, CohortProduct>(catalogue.map((product) => [productHash(product.definition), product]));

/** @throws MedrecError `PRODUCT_UNKNOWN` for a hash of no product in the catalogue. */
export function findProduct(definitionHash: Hex): CohortProduct {
  const product = byHash.get(definitionHash);
  if (product !== undefined) return product;
  throw new MedrecError({
    code: 'PRODUCT_UNKNOWN',
    message: 'No product of this catalogue has that definition.',
    facts: { definitionHash },
    remedy: 'Offer only products this software has (`medrec-census products`), or install the version that defines it.',
  });
}
