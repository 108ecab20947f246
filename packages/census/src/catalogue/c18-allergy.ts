import { ALLERGY_CATEGORIES } from '../deid/index.ts';
import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { eachCategory } from './rules.ts';

const allergen = { name: 'allergen', title: 'Category of the allergen (FHIR)', categories: [...ALLERGY_CATEGORIES] };
const dimensions = [allergen, sex, age10];

/** C18, allergies and intolerances. Three categories a patient; ρ = 0.06 is σ = 5 a cell. */
export const allergy: CohortProduct = createProduct({
  definition: {
    id: 'C18',
    version: 1,
    title: 'Allergy',
    description: 'Patients with an allergy or intolerance of the category, by sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and an allergy or intolerance on record, neither in error nor refuted, whenever it began; at most three categories a patient, chosen by hash.',
    dimensions,
    contributionBound: 3,
    tiers: fourTiers(60_000, dimensions, ['allergen', 'sex']),
  },
  tables: ['allergy'],
  rule: (cohort, referenceYear) => eachCategory(cohort, referenceYear, 'allergy', cohort.allergy.category, () => true),
});
