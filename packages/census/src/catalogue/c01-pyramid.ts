import type { CensusProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age5, REFERENCE_YEAR_SQL, sex } from './domains.ts';

/**
 * C01, the hospital's population pyramid. ρ = 0.05 for the finest tier is a noise of σ = 3.2 patients a cell: about a
 * tenth of the 35 patients an average cell of a hospital with 2,000 patients has (docs/census.md).
 */
export const pyramid: CensusProduct = createProduct({
  definition: {
    id: 'C01',
    version: 1,
    title: 'Population pyramid',
    description: 'Patients by sex and age in bands of five years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and at least one finished encounter not known to have begun after the reference year; age on 31 December of that year, 90 and over as one.',
    dimensions: [sex.dimension, age5.dimension],
    contributionBound: 1,
    tiers: [
      { tier: 0, microRho: 2000, dimensions: ['age5'] },
      { tier: 1, microRho: 6000, dimensions: ['sex', 'age5'] },
      { tier: 2, microRho: 20_000, dimensions: ['sex', 'age5'] },
      { tier: 3, microRho: 50_000, dimensions: ['sex', 'age5'] },
    ],
  },
  dimensions: [sex, age5],
  populationSql: `
    FROM allowed AS person WHERE EXISTS (
      SELECT 1 FROM encounter WHERE encounter.pid = person.pid AND encounter.status = 'finished' AND coalesce(encounter.start_year, 0) <= ${REFERENCE_YEAR_SQL}
    )`,
});
