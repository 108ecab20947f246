import type { ProductDimension } from '@medrec/shared/census';

/** A public domain with the SQL that gives a row's place in it, from 0; NULL where the row has none. */
export interface CodedDimension {
  readonly dimension: ProductDimension;
  readonly indexSql: string;
}

const AGE_CAP = 90;

/** The year that a count's `$2` carries. */
export const REFERENCE_YEAR_SQL = 'CAST($2 AS INTEGER)';

// De-identification gives everyone who reached 90 one birth year; the cap keeps them one group in every reference year.
const AGE_SQL = `least(${REFERENCE_YEAR_SQL} - person.birth_year, ${AGE_CAP})`;

function ageBands(width: number): string[] {
  const bands = Array.from({ length: AGE_CAP / width }, (_, band) => `${band * width}-${band * width + width - 1}`);
  return [...bands, `${AGE_CAP}+`];
}

function ageDimension(name: string, width: number): CodedDimension {
  return {
    dimension: { name, title: `Age on 31 December of the reference year, in bands of ${width} years`, categories: ageBands(width) },
    indexSql: `(CASE WHEN ${REFERENCE_YEAR_SQL} >= person.birth_year THEN ${AGE_SQL} // ${width} END)`,
  };
}

export const age5: CodedDimension = ageDimension('age5', 5);
export const age10: CodedDimension = ageDimension('age10', 10);

/** FHIR's administrative gender; other and unknown are one category, because apart they would nearly always be withheld. */
export const sex: CodedDimension = {
  dimension: { name: 'sex', title: 'Administrative gender', categories: ['female', 'male', 'other_or_unknown'] },
  indexSql: `(CASE person.sex WHEN 'female' THEN 0 WHEN 'male' THEN 1 ELSE 2 END)`,
};

const ICD10_CHAPTERS = [
  'I A00-B99',
  'II C00-D49',
  'III D50-D89',
  'IV E00-E89',
  'V F01-F99',
  'VI G00-G99',
  'VII H00-H59',
  'VIII H60-H95',
  'IX I00-I99',
  'X J00-J99',
  'XI K00-K95',
  'XII L00-L99',
  'XIII M00-M99',
  'XIV N00-N99',
  'XV O00-O9A',
  'XVI P00-P96',
  'XVII Q00-Q99',
  'XVIII R00-R99',
  'XIX S00-T88',
  'XX V00-Y99',
  'XXI Z00-Z99',
  'XXII U00-U85',
];

/** The 22 chapters of ICD-10-CM (CMS, NCHS), in order; `condition.icd_chapter` holds 1 … 22. */
export const icd10Chapter: CodedDimension = {
  dimension: { name: 'icd10_chapter', title: 'ICD-10-CM chapter', categories: ICD10_CHAPTERS },
  indexSql: '(condition.icd_chapter - 1)',
};
