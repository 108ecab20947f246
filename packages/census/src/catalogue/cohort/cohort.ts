/** A column of whole numbers, as narrow as its values allow. */
export type IntegerColumn = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Rows grouped by patient: those of patient p are `from[p]` to `from[p + 1]` (without), in any order. */
export type GroupedTable<Column extends string> = { readonly from: Uint32Array } & Readonly<Record<Column, IntegerColumn>>;

/** One row per patient, ascending by surrogate. */
export interface PersonTable {
  /** Surrogate's lower and upper 32 bits. */
  readonly pidLow: Uint32Array;
  readonly pidHigh: Int32Array;
  /** 0 where unknown, here and in every year. */
  readonly birthYear: IntegerColumn;
  /** Place in `sex`'s domain. */
  readonly sex: IntegerColumn;
  /** The three digits as a number; −1 for no US postal code. */
  readonly zip3: IntegerColumn;
  /** 1 where the gender is female or male. */
  readonly sexKnown: IntegerColumn;
  readonly deceased: IntegerColumn;
  readonly deathYear: IntegerColumn;
}

/**
 * The coded columns that products count over: places in public domains, years, and flags. Text, decimals and dates have
 * been left behind in the warehouse. A table that a product does not name is empty.
 */
export interface Cohort {
  readonly size: number;
  readonly person: PersonTable;
  readonly encounter: GroupedTable<'class' | 'finished' | 'startYear' | 'endYear' | 'stayDays' | 'died' | 'readmitted'>;
  /** `chapter` and `category` are −1 where there is none. */
  readonly condition: GroupedTable<'chapter' | 'category' | 'year'>;
  /** Values of listed tests: `test` in `measurements.ts`, `band` among the test's public bands. */
  readonly observation: GroupedTable<'test' | 'band' | 'year' | 'ordinal'>;
  readonly immunization: GroupedTable<'vaccine' | 'year'>;
  readonly family: GroupedTable<'relation' | 'chapter'>;
  readonly medication: GroupedTable<'drugClass' | 'year'>;
  readonly procedure: GroupedTable<'group' | 'year'>;
  readonly allergy: GroupedTable<'category'>;
}

export type EventTable = Exclude<keyof Cohort, 'size' | 'person'>;
