import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { lastValues } from './last-values.ts';
import { bandNames, LABS, VITALS } from './measurements.ts';
import { bySexAndAge } from './rules.ts';

const BANDS = VITALS.flatMap(bandNames);
const BANDS_PER_VITAL = BANDS.length / VITALS.length;
const vital = { name: 'vital_sign', title: 'Body-mass index in kg/m2, blood pressure in mmHg', categories: BANDS };
const dimensions = [vital, sex, age10];

/** C09, body mass and blood pressure. Three cells a patient, one for each sign; ρ = 0.06 is σ = 5 a cell. */
export const vitals: CohortProduct = createProduct({
  definition: {
    id: 'C09',
    version: 1,
    title: 'Vital signs',
    description: 'Patients by their last body-mass index, systolic and diastolic blood pressure, sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a value not known to be later than the reference year (LOINC 39156-5, 8480-6, 8462-4); the last value of each, one of an unknown year being the oldest.',
    dimensions,
    contributionBound: VITALS.length,
    tiers: fourTiers(60_000, dimensions, ['vital_sign', 'sex']),
  },
  tables: ['observation'],
  rule(cohort, referenceYear) {
    const each = lastValues(cohort, referenceYear, LABS.length, VITALS.length);
    const add = bySexAndAge(cohort, referenceYear);
    return (patient, cells) => each(patient, (at, band) => add(patient, at * BANDS_PER_VITAL + band, cells));
  },
});
