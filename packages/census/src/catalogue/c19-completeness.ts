import type { CohortProduct } from './census-product.ts';
import type { Cohort, EventTable, IntegerColumn } from './cohort/cohort.ts';
import { createProduct } from './count-patients.ts';
import { fourTiers, sex } from './domains.ts';

// What a record is asked for, in the categories' order after the patient herself, her birth year, gender and area.
const ELEMENTS = ['encounter', 'condition', 'observation', 'medication', 'procedure', 'immunization', 'allergy', 'family'] as const;
const element = {
  name: 'element',
  title: 'What the record has',
  categories: [
    'any_record',
    'birth_year',
    'sex',
    'zip3',
    'finished_encounter',
    'coded_condition',
    'listed_measurement',
    'medication',
    'procedure',
    'listed_immunisation',
    'allergy',
    'family_history',
  ],
};
const FIRST_TABLE = element.categories.length - ELEMENTS.length;
const dimensions = [element, sex];

/** C19, how complete records are: the denominator's doubt of every other product. ρ = 0.06 is σ = 10 in cells of thousands. */
export const completeness: CohortProduct = createProduct({
  definition: {
    id: 'C19',
    version: 1,
    title: 'Data completeness',
    description: 'Patients whose record has the element by the end of the year, by sex; any_record is all of them.',
    purpose: 'academic',
    measure: 'patients',
    population:
      'Distinct patients of the warehouse; entries known to be later than the reference year do not count, nor those in error; a coded condition has an ICD-10 chapter, a measurement is of the public lists of C08 and C09, an immunisation of C17.',
    dimensions,
    contributionBound: element.categories.length,
    tiers: fourTiers(60_000, dimensions, ['element']),
  },
  tables: ELEMENTS,
  rule(cohort, referenceYear) {
    const { birthYear, sexKnown, zip3, sex: sexes } = cohort.person;
    const has = ELEMENTS.map((table) => hasEntry(cohort, table, referenceYear));
    return (patient, cells) => {
      const add = (at: number, present: boolean): void => {
        if (present) cells.add(at * sex.categories.length + (sexes[patient] as number));
      };
      add(0, true);
      add(1, birthYear[patient] !== 0);
      add(2, sexKnown[patient] === 1);
      add(3, (zip3[patient] as number) >= 0);
      for (let at = 0; at < has.length; at++) add(FIRST_TABLE + at, has[at]?.(patient) === true);
    };
  },
});

/** True of a patient with an entry that counts: placed in its public domain, and not known to be later. */
function hasEntry(cohort: Cohort, table: EventTable, referenceYear: number): (patient: number) => boolean {
  const { from, year, place, least } = entriesOf(cohort, table);
  return (patient) => {
    for (let row = from[patient] as number; row < (from[patient + 1] as number); row++) {
      if ((place === null || (place[row] as number) >= least) && (year === null || (year[row] as number) <= referenceYear)) return true;
    }
    return false;
  };
}

interface Entries {
  readonly from: Uint32Array;
  readonly year: IntegerColumn | null;
  /** The column that must reach `least` for an entry to count. */
  readonly place: IntegerColumn | null;
  readonly least: number;
}

function entriesOf(
  { encounter, condition, observation, immunization, family, medication, procedure, allergy }: Cohort,
  table: EventTable,
): Entries {
  switch (table) {
    case 'encounter':
      return { from: encounter.from, year: encounter.startYear, place: encounter.finished, least: 1 };
    case 'condition':
      return { from: condition.from, year: condition.year, place: condition.chapter, least: 0 };
    case 'observation':
      return { from: observation.from, year: observation.year, place: null, least: 0 };
    case 'immunization':
      return { from: immunization.from, year: immunization.year, place: immunization.vaccine, least: 0 };
    case 'medication':
      return { from: medication.from, year: medication.year, place: null, least: 0 };
    case 'procedure':
      return { from: procedure.from, year: procedure.year, place: null, least: 0 };
    case 'allergy':
      return { from: allergy.from, year: null, place: null, least: 0 };
    case 'family':
      return { from: family.from, year: null, place: null, least: 0 };
  }
}
