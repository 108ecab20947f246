import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, drugClass, fourTiers, sex } from './domains.ts';
import { bandOf, bySexAndAge } from './rules.ts';

const LEAST = [1, 2, 3, 5, 10];
const classes = { name: 'drug_classes', title: 'Therapeutic subgroups in the year', categories: ['1', '2', '3-4', '5-9', '10+'] };
const dimensions = [classes, sex, age10];

/** C15, how many kinds of medicine a patient has. ρ = 0.02 is σ = 5 a cell. */
export const polypharmacy: CohortProduct = createProduct({
  definition: {
    id: 'C15',
    version: 1,
    title: 'Polypharmacy',
    description: 'Patients by the number of therapeutic subgroups of their medicines in the year, sex and age in bands of ten years.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a medicine ordered, stated, given or dispensed in the reference year, neither cancelled nor in error; subgroups as in C14, all other medicines being one.',
    dimensions,
    contributionBound: 1,
    tiers: fourTiers(20_000, dimensions, ['drug_classes', 'sex']),
  },
  tables: ['medication'],
  rule(cohort, referenceYear) {
    const { from, drugClass: column, year } = cohort.medication;
    const add = bySexAndAge(cohort, referenceYear);
    const seen = new Uint8Array(drugClass.categories.length);
    return (patient, cells) => {
      seen.fill(0);
      let distinct = 0;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = column[row] as number;
        if (year[row] !== referenceYear || seen[at] === 1) continue;
        seen[at] = 1;
        distinct++;
      }
      if (distinct > 0) add(patient, bandOf(distinct, LEAST), cells);
    };
  },
});
