import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { fourTiers, icd10Chapter } from './domains.ts';
import { FAMILY_RELATIONS } from './public-lists.ts';

const relation = { name: 'relation', title: 'Kinship by blood', categories: [...FAMILY_RELATIONS] };
const dimensions = [relation, icd10Chapter];

/** C20, what runs in families. Six cells a patient; ρ = 0.12 is σ = 5 a cell. */
export const familyHistory: CohortProduct = createProduct({
  definition: {
    id: 'C20',
    version: 1,
    title: 'Family history',
    description: 'Patients with a relative of the kinship said to have or have had a condition of the ICD-10 chapter.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients whose record tells a condition of a relative, not in error; kin by marriage, adoption or an untold relation are other; at most six cells a patient, chosen by hash.',
    dimensions,
    contributionBound: 6,
    tiers: fourTiers(120_000, dimensions, ['icd10_chapter']),
  },
  tables: ['family'],
  rule(cohort) {
    const { from, relation: relations, chapter } = cohort.family;
    return (patient, cells) => {
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = chapter[row] as number;
        if (at >= 0) cells.add((relations[row] as number) * icd10Chapter.categories.length + at);
      }
    };
  },
});
