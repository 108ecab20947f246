import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, type DuckDBValue, INTEGER, SMALLINT, VARCHAR } from '@duckdb/node-api';
import type { CensusFacts } from '../record/index.ts';

/** One patient's facts under her warehouse number. */
export interface PatientFacts {
  /** Random, unrelated to every identifier. */
  readonly pid: bigint;
  readonly facts: CensusFacts;
}

export interface Table {
  readonly name:
    | 'person'
    | 'encounter'
    | 'condition'
    | 'observation'
    | 'immunization'
    | 'family_history'
    | 'medication'
    | 'procedure'
    | 'allergy';
  /** Besides `pid`, which every table has first. */
  readonly columns: readonly (readonly [name: string, type: DuckDBType])[];
  rows(facts: CensusFacts): DuckDBValue[][];
}

/**
 * All that the catalogue sees: coded columns under Safe Harbor, no text, no date finer than a year. `pid` repeats in every
 * table but `person`, which has each once.
 */
export const TABLES: readonly Table[] = [
  {
    name: 'person',
    columns: [
      ['birth_year', SMALLINT],
      ['sex', VARCHAR],
      ['zip3', VARCHAR],
      ['deceased', BOOLEAN],
      ['death_year', SMALLINT],
    ],
    rows: ({ person }) => [[person.birthYear, person.sex, person.zip3, person.deceased, person.deathYear]],
  },
  {
    name: 'encounter',
    columns: [
      ['class', VARCHAR],
      ['status', VARCHAR],
      ['start_year', SMALLINT],
      ['end_year', SMALLINT],
      ['stay_days', SMALLINT],
      ['died', BOOLEAN],
      ['readmitted', BOOLEAN],
    ],
    rows: ({ encounters }) =>
      encounters.map((fact) => [fact.class, fact.status, fact.startYear, fact.endYear, fact.stayDays, fact.died, fact.readmitted]),
  },
  {
    name: 'condition',
    columns: [
      ['icd_chapter', SMALLINT],
      ['icd3', VARCHAR],
      ['year', SMALLINT],
      ['status', VARCHAR],
    ],
    rows: ({ conditions }) => conditions.map((fact) => [fact.icdChapter, fact.icd3, fact.year, fact.status]),
  },
  {
    name: 'observation',
    columns: [
      ['loinc', VARCHAR],
      ['value', DOUBLE],
      ['unit', VARCHAR],
      ['year', SMALLINT],
      ['ordinal', INTEGER],
    ],
    rows: ({ observations }) => observations.map((fact) => [fact.loinc, fact.value, fact.unit, fact.year, fact.ordinal]),
  },
  {
    name: 'immunization',
    columns: [
      ['cvx', VARCHAR],
      ['year', SMALLINT],
    ],
    rows: ({ immunizations }) => immunizations.map((fact) => [fact.cvx, fact.year]),
  },
  {
    name: 'family_history',
    columns: [
      ['relation', VARCHAR],
      ['icd_chapter', SMALLINT],
    ],
    rows: ({ family }) => family.map((fact) => [fact.relation, fact.icdChapter]),
  },
  {
    name: 'medication',
    columns: [
      ['drug_class', VARCHAR],
      ['year', SMALLINT],
    ],
    rows: ({ medications }) => medications.map((fact) => [fact.drugClass, fact.year]),
  },
  {
    name: 'procedure',
    columns: [
      ['procedure_group', VARCHAR],
      ['year', SMALLINT],
    ],
    rows: ({ procedures }) => procedures.map((fact) => [fact.group, fact.year]),
  },
  {
    name: 'allergy',
    columns: [['category', VARCHAR]],
    rows: ({ allergies }) => allergies.map((fact) => [fact.category]),
  },
];

export function createTableSql(table: Table): string {
  const columns = [['pid', BIGINT] as const, ...table.columns].map(([name, type]) => `${name} ${type}${name === 'pid' ? ' NOT NULL' : ''}`);
  return `CREATE TABLE IF NOT EXISTS ${table.name} (${columns.join(', ')})`;
}
