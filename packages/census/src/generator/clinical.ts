import type { Mess } from './manifest.ts';
import { type Person, twoDigits } from './person.ts';
import type { Random } from './random.ts';
import { CODES, MEASUREMENTS } from './vocabulary.ts';

/** A line to be written, and what else is written of it. */
export interface Draft {
  readonly resource: Record<string, unknown>;
  /** A second version: `after` it when newer, `before` it when the newer one comes first. */
  readonly second?: { readonly resource: Record<string, unknown>; readonly order: 'after' | 'before' };
}

export interface Chart {
  readonly person: Person;
  readonly referenceYear: number;
  readonly random: Random;
  readonly mess: Mess;
}

const ICD10_CM = 'http://hl7.org/fhir/sid/icd-10-cm';
const RECENT_YEARS = 6;
const CLASSES = ['AMB', 'AMB', 'AMB', 'IMP', 'EMER'] as const;

export function encounters(chart: Chart): Draft[] {
  const { person, random, mess } = chart;
  return Array.from({ length: 1 + random.integer(4) }, (_, position) => {
    // The first visit is always sound, so that every patient has one that counts.
    const inError = position > 0 && random.chance(0.01);
    if (inError) mess.enteredInErrorEncounters++;
    const day = date(chart);
    const resource = {
      resourceType: 'Encounter',
      id: `e${position}-${person.id}`,
      status: inError ? 'entered-in-error' : 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: random.pick(CLASSES) },
      subject: { reference: `Patient/${person.id}` },
      period: { start: `${day}T08:00:00Z`, end: `${day}T17:00:00Z` },
    };
    return { resource };
  });
}

export function conditions(chart: Chart, chapters: readonly number[]): Draft[] {
  const { random, mess } = chart;
  const drafts = chapters.map((chapter, position): Draft => {
    const resource = condition(chart, chapter, `c${position}`, 'confirmed');
    if (!random.chance(0.01)) return { resource };
    const order = random.chance(0.5) ? 'after' : 'before';
    mess[order === 'after' ? 'updatedResources' : 'outdatedResources']++;
    const meta = { lastUpdated: `${chart.referenceYear}-12-31T12:00:00Z` };
    return { resource, second: { resource: { ...resource, meta, clinicalStatus: status('condition-clinical', 'resolved') }, order } };
  });
  for (const verification of ['entered-in-error', 'refuted'] as const) {
    if (!random.chance(0.02)) continue;
    mess[verification === 'refuted' ? 'refutedConditions' : 'enteredInErrorConditions']++;
    drafts.push({ resource: condition(chart, 1 + random.integer(CODES.length), verification.slice(0, 1), verification) });
  }
  return drafts;
}

export function observations(chart: Chart): Draft[] {
  const { person, random, mess } = chart;
  return Array.from({ length: 3 + random.integer(6) }, (_, position) => {
    const inError = random.chance(0.01);
    if (inError) mess.enteredInErrorObservations++;
    const { loinc, unit, low, high } = random.pick(MEASUREMENTS);
    const value = Math.round((low + random.next() * (high - low)) * 10) / 10;
    const resource = {
      resourceType: 'Observation',
      id: `o${position}-${person.id}`,
      status: inError ? 'entered-in-error' : 'final',
      code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
      subject: { reference: `Patient/${person.id}` },
      effectiveDateTime: `${date(chart)}T09:00:00Z`,
      valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    };
    return { resource };
  });
}

function condition(chart: Chart, chapter: number, name: string, verification: string): Record<string, unknown> {
  const { person, random } = chart;
  return {
    resourceType: 'Condition',
    id: `${name}-${person.id}`,
    meta: { lastUpdated: `${chart.referenceYear}-06-30T12:00:00Z` },
    clinicalStatus: status('condition-clinical', 'active'),
    verificationStatus: status('condition-ver-status', verification),
    code: { coding: [{ system: ICD10_CM, code: random.pick(CODES[chapter - 1] ?? []) }] },
    subject: { reference: `Patient/${person.id}` },
    onsetDateTime: date(chart),
  };
}

function status(system: string, code: string): unknown {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] };
}

/** A day in one of the patient's last years. */
function date({ person, random }: Chart): string {
  const first = Math.max(person.birthYear, person.lastYear - RECENT_YEARS + 1);
  const year = first + random.integer(person.lastYear - first + 1);
  return `${year}-${twoDigits(1 + random.integer(12))}-${twoDigits(1 + random.integer(28))}`;
}
