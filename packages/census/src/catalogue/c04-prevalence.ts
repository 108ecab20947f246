import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, icd10Chapter, sex } from './domains.ts';
import { eachCategory } from './rules.ts';

/**
 * C04, period prevalence by ICD-10 chapter. Six chapters a patient is a compromise: each further one makes everyone's
 * noise larger, each fewer drops more of the multimorbid (0.4 % have more than six in generated records); whoever has more is counted in six of hers, chosen by hash.
 * ρ = 0.12 for the finest tier is σ = 5 patients a cell (docs/census.md).
 */
export const prevalence: CohortProduct = createProduct({
  definition: {
    id: 'C04',
    version: 1,
    title: 'Prevalence by ICD-10 chapter',
    description: 'Patients with a condition of the chapter, by sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a condition not known to be later than the reference year, neither entered in error nor refuted; at most six chapters a patient, chosen by hash; age on 31 December of that year, 90 and over as one.',
    dimensions: [icd10Chapter, sex, age10],
    contributionBound: 6,
    tiers: [
      { tier: 0, microRho: 1200, dimensions: ['icd10_chapter', 'sex'] },
      { tier: 1, microRho: 12_000, dimensions: ['icd10_chapter', 'sex', 'age10'] },
      { tier: 2, microRho: 48_000, dimensions: ['icd10_chapter', 'sex', 'age10'] },
      { tier: 3, microRho: 120_000, dimensions: ['icd10_chapter', 'sex', 'age10'] },
    ],
  },
  tables: ['condition'],
  rule(cohort, referenceYear) {
    const { chapter, year } = cohort.condition;
    return eachCategory(cohort, referenceYear, 'condition', chapter, (row) => (year[row] as number) <= referenceYear);
  },
});
