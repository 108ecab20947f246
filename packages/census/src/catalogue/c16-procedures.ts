import { PROCEDURE_GROUPS } from '../deid/index.ts';
import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, sex } from './domains.ts';
import { eachCategory } from './rules.ts';

const group = { name: 'procedure_group', title: 'Group of procedures', categories: [...PROCEDURE_GROUPS] };
const dimensions = [group, sex, age10];

/** C16, procedures by group. Five groups a patient; ρ = 0.1 is σ = 5 a cell. */
export const procedures: CohortProduct = createProduct({
  definition: {
    id: 'C16',
    version: 1,
    title: 'Procedures',
    description: 'Patients with a procedure of the group in the year, by sex and age in bands of ten years.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year and a procedure begun in the reference year, neither in error nor not done; groups by ICD-10-PCS section, CPT chapter or a public list of SNOMED CT codes, other for all else; at most five groups a patient, chosen by hash.',
    dimensions,
    contributionBound: 5,
    tiers: fourTiers(100_000, dimensions, ['procedure_group', 'sex']),
  },
  tables: ['procedure'],
  rule(cohort, referenceYear) {
    const { group: groups, year } = cohort.procedure;
    return eachCategory(cohort, referenceYear, 'procedure', groups, (row) => year[row] === referenceYear);
  },
});
