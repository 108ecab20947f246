import type { Get } from './row.ts';
import { type Concept, systemOf, type Vocabulary } from './vocabulary.ts';

export interface Codeable {
  readonly coding?: readonly { readonly system: string; readonly code: string; readonly display?: string }[];
  readonly text?: string;
}

/**
 * What `NAME_source_concept_id`, `NAME_concept_id` and `NAME_source_value` tell: the hospital's own code first, the standard
 * concept after it, and the source's text.
 */
export function codeable(get: Get, vocabulary: Vocabulary, name: string): Codeable | undefined {
  const text = get(`${name}_source_value`);
  // A source that codes by the standard names one concept twice.
  const concepts = new Set([vocabulary.concept(get(`${name}_source_concept_id`)), vocabulary.concept(get(`${name}_concept_id`))]);
  const codings = [...concepts].filter((concept) => concept !== undefined).map(coding);
  const told = { ...(codings.length > 0 ? { coding: codings } : {}), ...(text === undefined ? {} : { text }) };
  return codings.length > 0 || text !== undefined ? told : undefined;
}

// OMOP type concepts of diagnoses that were coded to be billed: EHR billing record, claim.
const BILLED = new Set(['32821', '32810']);

/** A condition's codes; for one that was billed and whose code the vocabulary lacks, what ICD's form tells. */
export function conditionCode(get: Get, vocabulary: Vocabulary): Codeable | undefined {
  const told = codeable(get, vocabulary, 'condition');
  const value = get('condition_source_value');
  const isKnown = vocabulary.concept(get('condition_source_concept_id')) !== undefined;
  if (isKnown || value === undefined || !BILLED.has(get('condition_type_concept_id') ?? '')) return told;
  const shape = icdByShape(value);
  return shape === undefined ? told : { ...told, coding: [shape, ...(told?.coding ?? [])] };
}

/** A lone `_concept_id` column. */
export function conceptOf(get: Get, vocabulary: Vocabulary, column: string): Codeable | undefined {
  const concept = vocabulary.concept(get(column));
  return concept === undefined ? undefined : { coding: [coding(concept)] };
}

function coding({ vocabulary, code, name }: Concept): { system: string; code: string; display: string } {
  return { system: systemOf(vocabulary), code, display: name };
}

/**
 * The ICD code that a source value is by its form alone, where a hospital exports its tables without the vocabulary: only
 * what one of the two revisions can hold, nothing where both can. ICD-9-CM has three digits first, or V and two; ICD-10-CM
 * has a letter first, and V with six characters or more; E is ICD-9-CM's from E90 on, ICD-10-CM's up to E79.
 */
export function icdByShape(value: string): { system: string; code: string } | undefined {
  const code = value.trim().toUpperCase();
  const icd9 = { system: systemOf('ICD9CM'), code };
  const icd10 = { system: systemOf('ICD10CM'), code };
  if (/^\d{3}\.?\d{0,2}$/.test(code)) return icd9;
  if (/^E9\d{2}\.?\d?$/.test(code)) return icd9;
  if (/^V\d{2}\.?\d{0,2}$/.test(code)) return icd9;
  if (/^V\d[0-9A-Z]\.?[0-9A-Z]{3,4}$/.test(code)) return icd10;
  if (/^E[0-7]\d(\.?[0-9A-Z]{1,4})?$/.test(code) && !/^E0[0-3]\d{2}$/.test(code)) return icd10;
  if (/^[A-DF-UW-Z]\d[0-9AB](\.?[0-9A-Z]{1,4})?$/.test(code)) return icd10;
  return undefined;
}
