import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, ageBandsOf, fourTiers } from './domains.ts';
import { bandOf } from './rules.ts';

const LEAST = [0, 1, 2, 3, 4, 5, 7, 10, 14, 21, 30];
const nights = {
  name: 'nights',
  title: 'Nights of the longest stay',
  categories: ['0', '1', '2', '3', '4', '5-6', '7-9', '10-13', '14-20', '21-29', '30+'],
};
const dimensions = [nights, age10];

/** C10, length of stay. A patient's longest stay of the year; ρ = 0.02 is σ = 5 a cell. */
export const lengthOfStay: CohortProduct = createProduct({
  definition: {
    id: 'C10',
    version: 1,
    title: 'Length of stay',
    description: 'Patients by the nights of their longest stay in hospital that ended in the year, and age in bands of ten years.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a finished inpatient encounter that ended in the reference year and whose first and last day are known.',
    dimensions,
    contributionBound: 1,
    tiers: fourTiers(20_000, dimensions, ['nights']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const { from, finished, endYear, stayDays } = cohort.encounter;
    const ages = ageBandsOf(cohort, referenceYear, 10);
    return (patient, cells) => {
      let longest = -1;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        if (finished[row] === 1 && endYear[row] === referenceYear) longest = Math.max(longest, stayDays[row] as number);
      }
      const age = ages[patient] as number;
      if (longest >= 0 && age >= 0) cells.add(bandOf(longest, LEAST) * age10.categories.length + age);
    };
  },
});
