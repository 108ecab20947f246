import type { CohortProduct } from './census-product.ts';
import { createProduct } from './count-patients.ts';
import { age10, fourTiers, icd10Chapter, sex } from './domains.ts';
import { ICD10_CHAPTERS } from './public-lists.ts';
import { bySexAndAge, type seenBy } from './rules.ts';

const LOOK_BACK_YEARS = 2;
const NEW = 1;
const OLD = 2;
const dimensions = [icd10Chapter, sex, age10];

/** C06, new disease. Four chapters a patient; ρ = 0.08 is σ = 5 a cell. */
export const incidence: CohortProduct = createProduct({
  definition: {
    id: 'C06',
    version: 1,
    title: 'Incidence by ICD-10 chapter',
    description: 'Patients whose record has a first condition of the chapter in the year, by sex and age in bands of ten years.',
    purpose: 'public-health',
    measure: 'patients',
    population:
      'Distinct patients with a known birth year, whom the hospital had seen two calendar years before the reference year or earlier, with a condition of the chapter in the reference year and none in the two years before it nor of an unknown year; at most four chapters a patient, chosen by hash.',
    dimensions,
    contributionBound: 4,
    tiers: fourTiers(80_000, dimensions, ['icd10_chapter', 'sex']),
  },
  tables: ['encounter', 'condition'],
  rule(cohort, referenceYear) {
    const { from, chapter, year } = cohort.condition;
    const add = bySexAndAge(cohort, referenceYear);
    const isKnown = seenBefore(cohort, referenceYear - LOOK_BACK_YEARS);
    const found = new Uint8Array(ICD10_CHAPTERS.length);
    return (patient, cells) => {
      found.fill(0);
      let isNew = false;
      for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
        const at = chapter[row] as number;
        const when = year[row] as number;
        if (at < 0 || when > referenceYear || (when !== 0 && when < referenceYear - LOOK_BACK_YEARS)) continue;
        found[at] = (found[at] as number) | (when === referenceYear ? NEW : OLD);
        isNew ||= when === referenceYear;
      }
      if (!isNew || !isKnown(patient)) return;
      for (let at = 0; at < found.length; at++) if (found[at] === NEW) add(patient, at, cells);
    };
  },
});

/** As `seenBy`, but an encounter of an unknown year proves nothing of the time before. */
function seenBefore(cohort: Parameters<typeof seenBy>[0], year: number): (patient: number) => boolean {
  const { from, finished, startYear } = cohort.encounter;
  return (patient) => {
    for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
      const start = startYear[row] as number;
      if (finished[row] === 1 && start !== 0 && start <= year) return true;
    }
    return false;
  };
}
