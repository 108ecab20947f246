import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { eachCategory } from './rules.ts';

const outcome = { name: 'outcome', title: 'What followed a stay within 30 days', categories: ['not_readmitted', 'readmitted'] };
const dimensions = [outcome, sex, age10];

/** C11, return to hospital. Who had stays of both kinds is in both; ρ = 0.04 is σ = 5 a cell. */
export const readmission: CohortProduct = createProduct({
  definition: {
    id: 'C11',
    version: 1,
    title: 'Readmission within 30 days',
    description: 'Patients with a stay that ended in the year and was, or was not, followed by another within 30 days, by sex and age.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a finished inpatient encounter that ended in the reference year on a known day, not in death; another stay at this hospital is one that began after it, within 30 days.',
    dimensions,
    contributionBound: 2,
    tiers: fourTiers(40_000, dimensions, ['outcome', 'sex']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const { readmitted, died, finished, endYear } = cohort.encounter;
    const passes = (row: number): boolean => finished[row] === 1 && died[row] === 0 && endYear[row] === referenceYear;
    return eachCategory(cohort, referenceYear, 'encounter', readmitted, passes);
  },
});
