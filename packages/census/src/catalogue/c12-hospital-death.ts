import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { ENCOUNTER_CLASSES } from './public-lists.ts';
import { bySexAndAge } from './rules.ts';

const outcome = { name: 'outcome', title: 'How the patient left hospital', categories: ['alive', 'died'] };
const dimensions = [outcome, sex, age10];
const INPATIENT = ENCOUNTER_CLASSES.indexOf('IMP');

/** C12, death in hospital. ρ = 0.02 is σ = 5 a cell. */
export const hospitalDeath: CohortProduct = createProduct({
  definition: {
    id: 'C12',
    version: 1,
    title: 'Death in hospital',
    description: 'Patients with a stay that ended in the year, by whether one of them ended in death, sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a finished inpatient encounter that ended in the reference year; died by the discharge disposition, or by a day of death within the stay.',
    dimensions,
    contributionBound: 1,
    tiers: fourTiers(20_000, dimensions, ['outcome', 'sex']),
  },
  tables: ['encounter'],
  rule(cohort, referenceYear) {
    const { from, class: classes, finished, endYear, died } = cohort.encounter;
    const add = bySexAndAge(cohort, referenceYear);
    return (patient, cells) => {
      let outcomeOf = -1;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const counts = finished[row] === 1 && classes[row] === INPATIENT && endYear[row] === referenceYear;
        if (counts) outcomeOf = Math.max(outcomeOf, died[row] as number);
      }
      if (outcomeOf >= 0) add(patient, outcomeOf, cells);
    };
  },
});
