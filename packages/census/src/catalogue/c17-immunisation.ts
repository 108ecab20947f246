import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, ageBandsOf, fourTiers } from './domains.ts';
import { VACCINES } from './public-lists.ts';

const vaccine = { name: 'vaccine', title: 'Vaccine (CVX, CDC)', categories: VACCINES.map(({ cvx, name }) => `${cvx} ${name}`) };
const dimensions = [vaccine, age10];

/** C17, who has been vaccinated. Six vaccines a patient; ρ = 0.12 is σ = 5 a cell. */
export const immunisation: CohortProduct = createProduct({
  definition: {
    id: 'C17',
    version: 1,
    title: 'Immunisation',
    description: 'Patients with a dose of the vaccine by the end of the year, by age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a completed immunisation, of the public list of vaccines, not known to be later than the reference year; at most six vaccines a patient, chosen by hash.',
    dimensions,
    contributionBound: 6,
    tiers: fourTiers(120_000, dimensions, ['vaccine']),
  },
  tables: ['immunization'],
  rule(cohort, referenceYear) {
    const { from, vaccine: vaccines, year } = cohort.immunization;
    const ages = ageBandsOf(cohort, referenceYear, 10);
    return (patient, cells) => {
      const age = ages[patient] as number;
      if (age < 0) return;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = vaccines[row] as number;
        if (at >= 0 && (year[row] as number) <= referenceYear) cells.add(at * age10.categories.length + age);
      }
    };
  },
});
