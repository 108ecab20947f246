import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, drugClass, fourTiers, sex } from './domains.ts';
import { eachCategory } from './rules.ts';

const dimensions = [drugClass, sex, age10];

/** C14, medicines by class. Eight classes a patient; ρ = 0.16 is σ = 5 a cell. */
export const medications: CohortProduct = createProduct({
  definition: {
    id: 'C14',
    version: 1,
    title: 'Medications',
    description: 'Patients with a medicine of the therapeutic subgroup in the year, by sex and age in bands of ten years.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a medicine ordered, stated, given or dispensed in the reference year, neither cancelled nor in error; classes by ATC code or by a public list of RxNorm codes, other for all else; at most eight classes a patient, chosen by hash.',
    dimensions,
    contributionBound: 8,
    tiers: fourTiers(160_000, dimensions, ['drug_class', 'sex']),
  },
  tables: ['medication'],
  rule(cohort, referenceYear) {
    const { drugClass: classes, year } = cohort.medication;
    return eachCategory(cohort, referenceYear, 'medication', classes, (row) => year[row] === referenceYear);
  },
});
