import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age5, ageBandsOf, sex } from './domains.ts';
import { seenBy } from './rules.ts';

/**
 * C01, the hospital's population pyramid. ρ = 0.05 for the finest tier is a noise of σ = 3.2 patients a cell: about a
 * tenth of the 35 patients an average cell of a hospital with 2,000 patients has (docs/census.md).
 */
export const pyramid: CohortProduct = createProduct({
  definition: {
    id: 'C01',
    version: 1,
    title: 'Population pyramid',
    description: 'Patients by sex and age in bands of five years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and at least one finished encounter not known to have begun after the reference year; age on 31 December of that year, 90 and over as one.',
    dimensions: [sex, age5],
    contributionBound: 1,
    tiers: [
      { tier: 0, microRho: 2000, dimensions: ['age5'] },
      { tier: 1, microRho: 6000, dimensions: ['sex', 'age5'] },
      { tier: 2, microRho: 20_000, dimensions: ['sex', 'age5'] },
      { tier: 3, microRho: 50_000, dimensions: ['sex', 'age5'] },
    ],
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const ages = ageBandsOf(cohort, referenceYear, 5);
    const isSeen = seenBy(cohort, referenceYear);
    return (patient, cells) => {
      const age = ages[patient] as number;
      if (age >= 0 && isSeen(patient)) cells.add((cohort.person.sex[patient] as number) * age5.categories.length + age);
    };
  },
});
