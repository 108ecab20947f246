import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, ageBandsOf, fourTiers } from './domains.ts';
import { ZIP3_AREAS } from './public-lists.ts';
import { seenBy } from './rules.ts';

const zip3 = {
  name: 'zip3',
  title: 'First three digits of the ZIP code, 000 where too few people live there',
  categories: [...ZIP3_AREAS],
};
const UNKNOWN = ZIP3_AREAS.indexOf('unknown');
const dimensions = [zip3, age10];

/** C02, where patients live. ρ = 0.02 is σ = 5 in each of 8,700 cells; a hospital's own areas stand far above it. */
export const geography: CohortProduct = createProduct({
  definition: {
    id: 'C02',
    version: 1,
    title: 'Geography',
    description: 'Patients by the first three digits of their ZIP code and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and at least one finished encounter not known to have begun after the reference year; the home address in use, by the areas of Safe Harbor with more than 20,000 people.',
    dimensions,
    contributionBound: 1,
    tiers: fourTiers(20_000, dimensions, ['zip3']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const ages = ageBandsOf(cohort, referenceYear, 10);
    const isSeen = seenBy(cohort, referenceYear);
    const places = areaPlaces();
    return (patient, cells) => {
      const age = ages[patient] as number;
      if (age < 0 || !isSeen(patient)) return;
      const digits = cohort.person.zip3[patient] as number;
      cells.add((digits < 0 ? UNKNOWN : (places[digits] as number)) * age10.categories.length + age);
    };
  },
});

/** Place of each prefix in the public domain; −1, which no cell set takes, for one that Safe Harbor withholds. */
function areaPlaces(): Int16Array {
  const places = new Int16Array(1000).fill(-1);
  for (const [place, area] of ZIP3_AREAS.entries()) if (place !== UNKNOWN) places[Number(area)] = place;
  return places;
}
