import type { CellSet } from './cell-set.ts';
import type { Cohort, EventTable, IntegerColumn } from './cohort/cohort.ts';
import type { PatientRule } from './count-patients.ts';
import { ageBandsOf } from './domains.ts';

const AGE10_BANDS = 10;
const SEX_CATEGORIES = 3;

/** True of patients with a finished encounter not known to have begun after the year: those the hospital has seen. */
export function seenBy({ encounter: { from, finished, startYear } }: Cohort, year: number): (patient: number) => boolean {
  return (patient) => {
    for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
      if (finished[row] === 1 && (startYear[row] as number) <= year) return true;
    }
    return false;
  };
}

/** Adds category × sex × age in bands of ten years, for a patient whose age is known. */
export function bySexAndAge(cohort: Cohort, referenceYear: number): (patient: number, category: number, cells: CellSet) => void {
  const ages = ageBandsOf(cohort, referenceYear, 10);
  const { sex } = cohort.person;
  return (patient, category, cells) => {
    const age = ages[patient] as number;
    if (age >= 0) cells.add((category * SEX_CATEGORIES + (sex[patient] as number)) * AGE10_BANDS + age);
  };
}

/** The category × sex × age of each row of a patient's that has a category and passes. */
export function eachCategory(
  cohort: Cohort,
  referenceYear: number,
  table: EventTable,
  categories: IntegerColumn,
  passes: (row: number) => boolean,
): PatientRule {
  const add = bySexAndAge(cohort, referenceYear);
  const { from } = cohort[table];
  return (patient, cells) => {
    for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
      const category = categories[row] as number;
      if (category >= 0 && passes(row)) add(patient, category, cells);
    }
  };
}

/** Place of a count among bands, given the least of each band, ascending. */
export function bandOf(value: number, least: readonly number[]): number {
  let band = 0;
  while (band + 1 < least.length && value >= (least[band + 1] as number)) band++;
  return band;
}
