import { createRandom, type Random } from './random.ts';

type Column = Int8Array | Int16Array | Int32Array;
type Grouped<Name extends string> = { readonly from: Uint32Array } & Readonly<Record<Name, Column>>;

/** A made-up hospital as the coded columns that the catalogue counts over, rows grouped by patient. */
export interface GeneratedColumns {
  readonly size: number;
  readonly person: {
    readonly pidLow: Uint32Array;
    readonly pidHigh: Int32Array;
    readonly birthYear: Int16Array;
    readonly sex: Int8Array;
    readonly zip3: Int16Array;
    readonly sexKnown: Int8Array;
    readonly deceased: Int8Array;
    readonly deathYear: Int16Array;
  };
  readonly encounter: Grouped<'class' | 'finished' | 'startYear' | 'endYear' | 'stayDays' | 'died' | 'readmitted'>;
  readonly condition: Grouped<'chapter' | 'category' | 'year'>;
  readonly observation: Grouped<'test' | 'band' | 'year' | 'ordinal'>;
  readonly immunization: Grouped<'vaccine' | 'year'>;
  readonly family: Grouped<'relation' | 'chapter'>;
  readonly medication: Grouped<'drugClass' | 'year'>;
  readonly procedure: Grouped<'group' | 'year'>;
  readonly allergy: Grouped<'category'>;
}

export interface ColumnOptions {
  /** 1 to 1,000,000. */
  readonly patients: number;
  /** 32 bits: the same seed makes the same columns. */
  readonly seed: number;
  readonly referenceYear: number;
}

/** Rows a patient has on average, with from half to one and a half of it: 500,000 patients have 10 M encounters, 20 M conditions, 50 M values. */
export const ROWS_PER_PATIENT = {
  encounter: 20,
  condition: 40,
  observation: 100,
  immunization: 6,
  family: 2,
  medication: 10,
  procedure: 6,
  allergy: 2,
} as const;

/** Sizes of the public domains that the columns are places of. */
const PLACES = {
  classes: 7,
  chapters: 22,
  categories: 180,
  labs: 12,
  tests: 15,
  labBands: 20,
  vitalBands: 7,
  vaccines: 38,
  relations: 10,
  drugClasses: 40,
  groups: 10,
  allergens: 5,
};
const INPATIENT = 2;
const ZIPS = [-1, 10, 21, 21, 21, 24, 27];

/** Draws the columns. Each table has a stream of its own, so that a column added to one leaves the others as they were. */
export function generateColumns(options: ColumnOptions): GeneratedColumns {
  const { patients, seed } = options;
  const stream = (name: string): Random => createRandom(Math.imul(seed ^ hashOf(name), 0x27d4eb2f));
  const offsets = (name: keyof typeof ROWS_PER_PATIENT): Uint32Array =>
    drawOffsets(patients, ROWS_PER_PATIENT[name], stream(`${name} rows`));
  const table = <Name extends string>(
    name: keyof typeof ROWS_PER_PATIENT,
    make: (rows: number) => Record<Name, Column>,
    draw: (columns: Record<Name, Column>, row: number, bits: number, isFirst: boolean) => void,
  ): Grouped<Name> => {
    const from = offsets(name);
    const columns = make(from[patients] ?? 0);
    const random = stream(name);
    for (let patient = 0; patient < patients; patient++) {
      const first = from[patient] as number;
      for (let row = first; row < (from[patient + 1] as number); row++) draw(columns, row, random.integer(2 ** 32), row === first);
    }
    return { from, ...columns };
  };
  const year = (bits: number): number => options.referenceYear - (bits & 7);
  const chaptersOf = { held: 0 };
  return {
    size: patients,
    person: drawPersons(options, stream('person')),
    encounter: table(
      'encounter',
      (rows) => ({ ...bytes(rows, 'class', 'finished', 'died', 'readmitted'), ...shorts(rows, 'startYear', 'endYear', 'stayDays') }),
      (columns, row, bits) => {
        const isStay = bits % 8 === 0;
        columns.class[row] = isStay ? INPATIENT : (bits >>> 3) % PLACES.classes;
        columns.finished[row] = (bits >>> 8) % 16 === 0 ? 0 : 1;
        columns.startYear[row] = year(bits >>> 12);
        columns.endYear[row] = year(bits >>> 12);
        columns.stayDays[row] = isStay ? (bits >>> 16) % 40 : -1;
        columns.died[row] = isStay && (bits >>> 20) % 50 === 0 ? 1 : 0;
        columns.readmitted[row] = isStay ? Number((bits >>> 24) % 8 === 0) : -1;
      },
    ),
    condition: table(
      'condition',
      (rows) => ({ ...bytes(rows, 'chapter'), ...shorts(rows, 'category', 'year') }),
      (columns, row, bits, isFirst) => {
        // A patient's conditions are of a few chapters, as people's are.
        if (isFirst) chaptersOf.held = bits;
        columns.chapter[row] = ((chaptersOf.held >>> ((bits & 3) * 6)) & 63) % PLACES.chapters;
        columns.category[row] = (bits >>> 4) % 3 === 0 ? -1 : ((chaptersOf.held >>> 8) + (bits & 15)) % PLACES.categories;
        columns.year[row] = year(bits >>> 16);
      },
    ),
    observation: table(
      'observation',
      (rows) => ({ ...bytes(rows, 'test', 'band'), ...shorts(rows, 'year'), ordinal: new Int32Array(rows) }),
      (columns, row, bits, isFirst) => {
        const test = (bits >>> 4) % PLACES.tests;
        columns.test[row] = test;
        columns.band[row] = (bits >>> 8) % (test < PLACES.labs ? PLACES.labBands : PLACES.vitalBands);
        columns.year[row] = year(bits >>> 20);
        columns.ordinal[row] = isFirst ? 0 : (columns.ordinal[row - 1] as number) + 1;
      },
    ),
    immunization: table('immunization', coded('vaccine'), drawCoded('vaccine', PLACES.vaccines, year)),
    family: table(
      'family',
      (rows) => bytes(rows, 'relation', 'chapter'),
      (columns, row, bits) => {
        columns.relation[row] = (bits >>> 3) % PLACES.relations;
        columns.chapter[row] = (bits >>> 10) % PLACES.chapters;
      },
    ),
    medication: table('medication', coded('drugClass'), drawCoded('drugClass', PLACES.drugClasses, year)),
    procedure: table('procedure', coded('group'), drawCoded('group', PLACES.groups, year)),
    allergy: table(
      'allergy',
      (rows) => bytes(rows, 'category'),
      (columns, row, bits) => {
        columns.category[row] = (bits >>> 3) % PLACES.allergens;
      },
    ),
  };
}

function coded<Name extends string>(name: Name): (rows: number) => Record<Name | 'year', Column> {
  return (rows) => ({ ...bytes(rows, name), ...shorts(rows, 'year') });
}

function drawCoded<Name extends string>(name: Name, places: number, year: (bits: number) => number) {
  return (columns: Record<Name | 'year', Column>, row: number, bits: number): void => {
    columns[name][row] = (bits >>> 3) % places;
    columns.year[row] = year(bits >>> 16);
  };
}

function drawPersons({ patients, referenceYear }: ColumnOptions, random: Random): GeneratedColumns['person'] {
  const person = {
    pidLow: Uint32Array.from({ length: patients }, (_, at) => at),
    pidHigh: new Int32Array(patients),
    ...bytes(patients, 'sex', 'sexKnown', 'deceased'),
    ...shorts(patients, 'birthYear', 'zip3', 'deathYear'),
  };
  for (let patient = 0; patient < patients; patient++) {
    person.sex[patient] = random.chance(0.01) ? 2 : random.integer(2);
    person.sexKnown[patient] = person.sex[patient] === 2 ? 0 : 1;
    person.birthYear[patient] = random.chance(0.01) ? 0 : referenceYear - random.integer(91);
    person.zip3[patient] = random.pick(ZIPS);
    const died = random.chance(0.02);
    person.deceased[patient] = died ? 1 : 0;
    person.deathYear[patient] = died ? referenceYear - random.integer(3) : 0;
  }
  return person;
}

function drawOffsets(patients: number, mean: number, random: Random): Uint32Array {
  const from = new Uint32Array(patients + 1);
  const least = mean >> 1;
  for (let patient = 0; patient < patients; patient++) from[patient + 1] = (from[patient] as number) + least + random.integer(mean + 1);
  return from;
}

function bytes<Name extends string>(rows: number, ...names: Name[]): Record<Name, Int8Array> {
  return Object.fromEntries(names.map((name) => [name, new Int8Array(rows)])) as Record<Name, Int8Array>;
}

function shorts<Name extends string>(rows: number, ...names: Name[]): Record<Name, Int16Array> {
  return Object.fromEntries(names.map((name) => [name, new Int16Array(rows)])) as Record<Name, Int16Array>;
}

/** FNV-1a, 32 bits. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash;
}
