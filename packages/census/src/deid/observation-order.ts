import type { ObservationFact } from '../record/index.ts';

/** An observation with the time that its fact may not tell. */
export interface DatedObservation {
  readonly fact: Omit<ObservationFact, 'ordinal'>;
  /** Milliseconds since 1970; −∞ where the record tells no time. */
  readonly atMs: number;
}

/** The time of a FHIR date, dateTime or instant; one without a zone is read as UTC, so that no machine's zone matters. */
export function timeOf(date: string | undefined): number {
  if (date === undefined) return Number.NEGATIVE_INFINITY;
  const zoned = /T.*(Z|[+-]\d{2}:\d{2})$/.test(date) || !date.includes('T');
  const at = Date.parse(zoned ? date : `${date}Z`);
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}

/** Numbers a patient's observations in time. Those of one time follow code and value, so that files' order never matters. */
export function numberObservations(observations: readonly DatedObservation[]): ObservationFact[] {
  const order = observations.toSorted((a, b) => compare(a.atMs, b.atMs) || compareFacts(a.fact, b.fact));
  const places = new Map(order.map((observation, ordinal) => [observation, ordinal]));
  return observations.map((observation) => ({ ...observation.fact, ordinal: places.get(observation) ?? 0 }));
}

function compareFacts(a: DatedObservation['fact'], b: DatedObservation['fact']): number {
  return compare(a.loinc, b.loinc) || compare(a.value ?? Number.NEGATIVE_INFINITY, b.value ?? Number.NEGATIVE_INFINITY);
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}
