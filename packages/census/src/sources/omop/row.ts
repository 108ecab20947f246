import { resourceId } from '../../record/index.ts';
import { decimal } from '../decimal.ts';
import { fhirDate, fhirDateTime } from '../fhir-date.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Get = (column: string) => string | undefined;

const MAX_ID = 9_223_372_036_854_775_807n;

/** Reads a row's columns; the first that does not hold is the row's problem, and the row is then left out whole. */
export interface RowReader {
  readonly get: Get;
  readonly vocabulary: Vocabulary;
  problem: string | undefined;
  /** A resource's id from a 64-bit column, which is kept as text and never rounded. */
  id(column: string): string | undefined;
  reference(type: 'Patient' | 'Encounter', column: string): { reference: string } | undefined;
  /** The `_datetime` column, else the `_date` one. OMOP times have no zone: they are told as UTC. */
  time(column: string): string | undefined;
  date(column: string): string | undefined;
  number(column: string): number | undefined;
}

const PREFIX = 'omop-';

export function createRowReader(get: Get, vocabulary: Vocabulary): RowReader {
  const fail = (reason: string): undefined => {
    reader.problem ??= reason;
    return undefined;
  };
  const id = (column: string): string | undefined => {
    const text = get(column);
    if (text === undefined) return undefined;
    return isInt64(text) ? resourceId(PREFIX, [text]) : fail('ID_INVALID');
  };
  const reader: RowReader = {
    get,
    vocabulary,
    problem: undefined,
    id,
    reference(type, column) {
      const made = id(column);
      if (made === undefined && type === 'Patient') return fail('PATIENT_MISSING');
      return made === undefined ? undefined : { reference: `${type}/${made}` };
    },
    time(column) {
      const text = get(`${column}_datetime`) ?? get(`${column}_date`);
      return text === undefined ? undefined : (fhirDateTime(text) ?? fail('VALUE_INVALID'));
    },
    date(column) {
      const text = get(column);
      return text === undefined ? undefined : (fhirDate(text) ?? fail('VALUE_INVALID'));
    },
    number(column) {
      const text = get(column);
      if (text === undefined) return undefined;
      return decimal(text) ?? fail('VALUE_INVALID');
    },
  };
  return reader;
}

function isInt64(text: string): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  if (text.length < 19) return true;
  const value = BigInt(text);
  return value <= MAX_ID && value >= -MAX_ID - 1n;
}
