import { ALLERGY_CATEGORIES, DRUG_CLASSES, PROCEDURE_GROUPS } from '../../deid/index.ts';
import { ENCOUNTER_CLASSES, FAMILY_RELATIONS, ICD3_CATEGORIES, ICD10_CHAPTERS, SEXES, VACCINES } from '../public-lists.ts';
import type { EventTable, IntegerColumn } from './cohort.ts';
import { bandSql, testSql } from './measurement-sql.ts';

/** How a column of the cohort comes out of the warehouse's table. */
export interface CodedColumn {
  readonly name: string;
  readonly sql: string;
  readonly make: (length: number) => IntegerColumn;
  /** Values are below this, by the public domain that they are places of. */
  readonly below: number;
}

const MAX_YEAR = 10_000;
const bytes = (length: number): IntegerColumn => new Int8Array(length);
const shorts = (length: number): IntegerColumn => new Int16Array(length);
const integers = (length: number): IntegerColumn => new Int32Array(length);

function year(name: string, column: string): CodedColumn {
  return { name, sql: `coalesce(${column}, 0)`, make: shorts, below: MAX_YEAR };
}

function flag(name: string, condition: string): CodedColumn {
  return { name, sql: `(CASE WHEN ${condition} THEN 1 ELSE 0 END)`, make: bytes, below: 2 };
}

/** A text's place in its public domain, `otherwise` where it is none of them. */
function place(name: string, column: string, categories: readonly string[], otherwise: number): CodedColumn {
  const cases = categories.map((category, at) => `WHEN '${category.replaceAll("'", "''")}' THEN ${at}`).join(' ');
  return { name, sql: `(CASE ${column} ${cases} ELSE ${otherwise} END)`, make: shorts, below: categories.length };
}

const chapter: CodedColumn = { name: 'chapter', sql: 'coalesce(icd_chapter - 1, -1)', make: bytes, below: ICD10_CHAPTERS.length };

/** Columns of `person`, besides the surrogate. */
export const PERSON_COLUMNS: readonly CodedColumn[] = [
  year('birthYear', 'birth_year'),
  place('sex', 'sex', SEXES.slice(0, -1), SEXES.length - 1),
  { name: 'zip3', sql: 'coalesce(TRY_CAST(zip3 AS INTEGER), -1)', make: shorts, below: 1000 },
  flag('sexKnown', "sex IN ('female', 'male')"),
  flag('deceased', 'deceased'),
  year('deathYear', 'death_year'),
].map((column) => (column.name === 'sex' ? { ...column, below: SEXES.length } : column));

const CLASS_ALIASES = "(CASE class WHEN 'ACUTE' THEN 'IMP' WHEN 'NONAC' THEN 'IMP' ELSE class END)";

/** The rest of the tables: name in the warehouse, rows that count, columns. */
export const EVENT_TABLES: Readonly<Record<EventTable, { from: string; where: string; columns: readonly CodedColumn[] }>> = {
  encounter: {
    from: 'encounter',
    where: 'TRUE',
    columns: [
      place('class', CLASS_ALIASES, ENCOUNTER_CLASSES, ENCOUNTER_CLASSES.length - 1),
      flag('finished', "status = 'finished'"),
      year('startYear', 'start_year'),
      year('endYear', 'end_year'),
      { name: 'stayDays', sql: 'coalesce(stay_days, -1)', make: shorts, below: 32_767 },
      flag('died', 'died'),
      { name: 'readmitted', sql: '(CASE WHEN readmitted IS NULL THEN -1 WHEN readmitted THEN 1 ELSE 0 END)', make: bytes, below: 2 },
    ],
  },
  condition: {
    from: 'condition',
    where: "(status IS NULL OR status NOT IN ('entered-in-error', 'refuted'))",
    columns: [chapter, place('category', 'icd3', ICD3_CATEGORIES, -1), year('year', 'year')],
  },
  observation: {
    from: `(SELECT pid, value, year, ordinal, ${testSql} AS test FROM observation WHERE value IS NOT NULL) AS measured`,
    where: 'test >= 0',
    columns: [
      { name: 'test', sql: 'test', make: bytes, below: 127 },
      { name: 'band', sql: bandSql, make: bytes, below: 127 },
      year('year', 'year'),
      { name: 'ordinal', sql: 'ordinal', make: integers, below: 2 ** 31 },
    ],
  },
  immunization: {
    from: 'immunization',
    where: 'TRUE',
    columns: [
      place(
        'vaccine',
        'cvx',
        VACCINES.map(({ cvx }) => cvx),
        -1,
      ),
      year('year', 'year'),
    ],
  },
  family: {
    from: 'family_history',
    where: 'TRUE',
    columns: [place('relation', 'relation', FAMILY_RELATIONS, FAMILY_RELATIONS.length - 1), chapter],
  },
  medication: {
    from: 'medication',
    where: 'TRUE',
    columns: [place('drugClass', 'drug_class', DRUG_CLASSES, DRUG_CLASSES.length - 1), year('year', 'year')],
  },
  procedure: {
    from: 'procedure',
    where: 'TRUE',
    columns: [place('group', 'procedure_group', PROCEDURE_GROUPS, PROCEDURE_GROUPS.length - 1), year('year', 'year')],
  },
  allergy: { from: 'allergy', where: 'TRUE', columns: [place('category', 'category', ALLERGY_CATEGORIES, ALLERGY_CATEGORIES.length - 1)] },
};
