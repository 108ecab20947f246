import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { fourTiers, sex } from './domains.ts';
import { lastValues } from './last-values.ts';
import { LAB_BANDS, LABS } from './measurements.ts';

const test = { name: 'test', title: 'Laboratory test', categories: LABS.map(({ name }) => name) };
const band = {
  name: 'band',
  title: 'Band of the last value, as the description defines it for each test',
  categories: Array.from({ length: LAB_BANDS }, (_, at) => String(at + 1).padStart(2, '0')),
};
const dimensions = [test, band, sex];
const bands = LABS.map(({ name, loinc, unit, low, step }) => `${name} (${loinc.join(', ')}) ${low} by ${step} ${unit}`).join('; ');

/** C08, distributions of laboratory values. One cell for each of twelve tests a patient; ρ = 0.24 is σ = 5 a cell. */
export const labs: CohortProduct = createProduct({
  definition: {
    id: 'C08',
    version: 1,
    title: 'Laboratory values',
    description: `Patients by their last value of each test, in twenty bands, and sex. Band 01 is under the first edge, band 20 from the last edge on, those between of one width; first edge and width: ${bands}.`,
    purpose: 'academic',
    measure: 'patients',
    population: `Distinct patients with a value of the test not known to be later than the reference year, in a unit that converts to the test's (UCUM); the last value, one of an unknown year being the oldest; at most ${LABS.length} tests a patient.`,
    dimensions,
    contributionBound: LABS.length,
    tiers: fourTiers(240_000, dimensions, ['test', 'band']),
  },
  tables: ['observation'],
  rule(cohort, referenceYear) {
    const each = lastValues(cohort, referenceYear, 0, LABS.length);
    return (patient, cells) =>
      each(patient, (at, value) => cells.add((at * LAB_BANDS + value) * sex.categories.length + (cohort.person.sex[patient] as number)));
  },
});
