import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { ICD3_CATEGORIES } from './public-lists.ts';
import { eachCategory } from './rules.ts';

const icd3 = { name: 'icd3', title: 'ICD-10-CM category, three characters, of a public list', categories: [...ICD3_CATEGORIES] };
const dimensions = [icd3, sex, age10];

/** C05, prevalence of single diagnoses. Ten of them a patient; ρ = 0.2 is σ = 5 a cell. */
export const categories: CohortProduct = createProduct({
  definition: {
    id: 'C05',
    version: 1,
    title: 'Prevalence by ICD-10 category',
    description: 'Patients with a condition of the three-character category, by sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a condition coded in ICD-10-CM, of the public list of categories, not known to be later than the reference year, neither entered in error nor refuted; at most ten categories a patient, chosen by hash.',
    dimensions,
    contributionBound: 10,
    tiers: fourTiers(200_000, dimensions, ['icd3', 'sex']),
  },
  tables: ['condition'],
  rule(cohort, referenceYear) {
    const { category, year } = cohort.condition;
    return eachCategory(cohort, referenceYear, 'condition', category, (row) => (year[row] as number) <= referenceYear);
  },
});
