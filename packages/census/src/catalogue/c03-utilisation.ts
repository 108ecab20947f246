import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { fourTiers, sex } from './domains.ts';
import { ENCOUNTER_CLASSES } from './public-lists.ts';
import { bandOf } from './rules.ts';

const LEAST = [1, 2, 3, 5, 8, 12];
const encounterClass = { name: 'encounter_class', title: 'Class of encounter (HL7 ActCode)', categories: [...ENCOUNTER_CLASSES] };
const encounters = {
  name: 'encounters',
  title: 'Encounters of the class in the year',
  categories: ['1', '2', '3-4', '5-7', '8-11', '12+'],
};
const dimensions = [encounterClass, encounters, sex];

/**
 * C03, use of the hospital. Events are told as bands of patients, twelve and more as one, so that nobody's visits weigh
 * more than anybody's: one patient adds one to a cell, as in every product. ρ = 0.06 is σ = 5.
 */
export const utilisation: CohortProduct = createProduct({
  definition: {
    id: 'C03',
    version: 1,
    title: 'Utilisation',
    description: 'Patients by class of encounter, number of such encounters in the year, and sex.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a finished encounter that began in the reference year; at most three classes a patient, chosen by hash.',
    dimensions,
    contributionBound: 3,
    tiers: fourTiers(60_000, dimensions, ['encounter_class', 'encounters']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const { from, class: classes, finished, startYear } = cohort.encounter;
    const visits = new Uint32Array(ENCOUNTER_CLASSES.length);
    return (patient, cells) => {
      visits.fill(0);
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = classes[row] as number;
        if (finished[row] === 1 && startYear[row] === referenceYear) visits[at] = (visits[at] as number) + 1;
      }
      for (let at = 0; at < visits.length; at++) {
        const count = visits[at] as number;
        if (count > 0)
          cells.add((at * LEAST.length + bandOf(count, LEAST)) * sex.categories.length + (cohort.person.sex[patient] as number));
      }
    };
  },
});
