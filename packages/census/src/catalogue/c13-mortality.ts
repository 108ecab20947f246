import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { bySexAndAge, seenBy } from './rules.ts';

const status = { name: 'vital_status', title: 'On 31 December of the reference year', categories: ['alive', 'died_in_year'] };
const dimensions = [status, sex, age10];

/** C13, mortality, with those it is a share of. ρ = 0.02 is σ = 5 a cell. */
export const mortality: CohortProduct = createProduct({
  definition: {
    id: 'C13',
    version: 1,
    title: 'Mortality',
    description: 'Patients who died in the year and patients alive at its end, by sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and at least one finished encounter not known to have begun after the reference year, who had not died before that year; the dead of an unknown year are not counted.',
    dimensions,
    contributionBound: 1,
    tiers: fourTiers(20_000, dimensions, ['vital_status', 'sex']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const { deceased, deathYear } = cohort.person;
    const isSeen = seenBy(cohort, referenceYear);
    const add = bySexAndAge(cohort, referenceYear);
    return (patient, cells) => {
      const died = deathYear[patient] as number;
      if (deceased[patient] === 1 && died < referenceYear) return;
      if (isSeen(patient)) add(patient, deceased[patient] === 1 && died === referenceYear ? 1 : 0, cells);
    };
  },
});
