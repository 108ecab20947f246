import { resourceId } from '../../record/index.ts';
import { fhirDateTime } from '../fhir-date.ts';
import { codeable, codeKey } from './codes.ts';
import type { Context, Made } from './observation.ts';
import { identifierKey, PREFIX } from './patient.ts';
import type { Segment } from './segment.ts';

const CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/';

// HL7 table 0004, patient class, by v3 ActCode.
const CLASSES: Readonly<Record<string, string>> = { I: 'IMP', B: 'IMP', O: 'AMB', R: 'AMB', C: 'AMB', E: 'EMER', P: 'PRENC' };

// What an event says of the visit; any other leaves it going on until a discharge time is told.
const EVENT_STATUSES: Readonly<Record<string, string>> = {
  A03: 'finished',
  A05: 'planned',
  A14: 'planned',
  A11: 'cancelled',
  A27: 'cancelled',
  A38: 'cancelled',
};

const subject = ({ patient }: Context) => ({ reference: `Patient/${patient}` });
const encounterOf = ({ encounter }: Context) => (encounter === undefined ? undefined : { reference: `Encounter/${encounter}` });
const time = (text: string | undefined): string | undefined | null =>
  text === undefined ? undefined : (fhirDateTime(text, 'compact') ?? null);

/** The visit's number, else the patient and the time of admission; a PV1 with neither is told apart from no other. */
export function encounterId(pv1: Segment | undefined, patient: string): string | undefined {
  const visit = pv1?.first(19) ?? pv1?.first(50);
  const key = visit && identifierKey(visit);
  if (key) return resourceId(PREFIX, key);
  const admitted = pv1?.text(44);
  return admitted === undefined ? undefined : resourceId(PREFIX, [patient, admitted]);
}

/** PV1 as an Encounter. @param event of MSH-9, for example `A01` */
export function encounter(pv1: Segment, event: string, context: Context): Made {
  if (context.encounter === undefined) return {};
  const [start, end] = [time(pv1.text(44)), time(pv1.text(45))];
  if (start === null || end === null) return { reason: 'VALUE_INVALID' };
  // A13 takes a discharge back.
  const status = EVENT_STATUSES[event] ?? (end !== undefined && event !== 'A13' ? 'finished' : 'in-progress');
  return {
    resource: {
      resourceType: 'Encounter',
      id: context.encounter,
      meta: { lastUpdated: context.lastUpdated },
      status,
      class: { system: `${CODE_SYSTEM}v3-ActCode`, code: CLASSES[pv1.text(2)?.toUpperCase() ?? ''] ?? 'OTHER' },
      subject: subject(context),
      period: { start, end: event === 'A13' ? undefined : end },
    },
  };
}

/** DG1 as a Condition. */
export function condition(dg1: Segment, context: Context): Made {
  const code = codeable(dg1.first(3), dg1.text(2)) ?? (dg1.text(4) === undefined ? undefined : { text: dg1.text(4) });
  if (code === undefined) return { reason: 'CODE_MISSING' };
  const recorded = time(dg1.text(5));
  if (recorded === null) return { reason: 'VALUE_INVALID' };
  const type = dg1.text(6);
  const verification = dg1.text(21) === 'D' ? 'entered-in-error' : type === 'A' || type === 'W' ? 'provisional' : 'confirmed';
  return {
    resource: {
      resourceType: 'Condition',
      id: resourceId(PREFIX, [context.patient, context.encounter ?? '', codeKey(dg1.first(3)), dg1.text(4) ?? '']),
      meta: { lastUpdated: context.lastUpdated },
      verificationStatus: { coding: [{ system: `${CODE_SYSTEM}condition-ver-status`, code: verification }] },
      code,
      subject: subject(context),
      encounter: encounterOf(context),
      recordedDate: recorded,
    },
  };
}

const ALLERGY_CATEGORIES: Readonly<Record<string, string>> = {
  DA: 'medication',
  FA: 'food',
  EA: 'environment',
  AA: 'environment',
  PA: 'environment',
  LA: 'environment',
};

/** AL1 as an AllergyIntolerance. */
export function allergy(al1: Segment, context: Context): Made {
  const code = codeable(al1.first(3));
  if (code === undefined) return { reason: 'CODE_MISSING' };
  const category = ALLERGY_CATEGORIES[al1.text(2) ?? ''];
  return {
    resource: {
      resourceType: 'AllergyIntolerance',
      id: resourceId(PREFIX, [context.patient, codeKey(al1.first(3))]),
      meta: { lastUpdated: context.lastUpdated },
      clinicalStatus: { coding: [{ system: `${CODE_SYSTEM}allergyintolerance-clinical`, code: 'active' }] },
      category: category === undefined ? undefined : [category],
      code,
      patient: subject(context),
    },
  };
}

/** PR1 as a Procedure. */
export function procedure(pr1: Segment, context: Context): Made {
  const code = codeable(pr1.first(3), pr1.text(2)) ?? (pr1.text(4) === undefined ? undefined : { text: pr1.text(4) });
  if (code === undefined) return { reason: 'CODE_MISSING' };
  const performed = time(pr1.text(5));
  if (performed === null) return { reason: 'VALUE_INVALID' };
  return {
    resource: {
      resourceType: 'Procedure',
      id: resourceId(PREFIX, [context.patient, context.encounter ?? '', codeKey(pr1.first(3)), pr1.text(5) ?? '']),
      meta: { lastUpdated: context.lastUpdated },
      status: 'completed',
      code,
      subject: subject(context),
      encounter: encounterOf(context),
      performedDateTime: performed,
    },
  };
}

// HL7 table 0322, completion status.
const COMPLETIONS: Readonly<Record<string, string>> = { CP: 'completed', PA: 'completed', RE: 'not-done', NA: 'not-done' };

/** RXA as an Immunization. @param orc the order before it, whose number tells one dose from another */
export function immunization(rxa: Segment, orc: Segment | undefined, context: Context): Made {
  const vaccineCode = codeable(rxa.first(5));
  if (vaccineCode === undefined) return { reason: 'CODE_MISSING' };
  const given = time(rxa.text(3));
  if (given === null || given === undefined) return { reason: 'VALUE_INVALID' };
  const order = orc?.first(3)?.component(1) ?? '';
  return {
    resource: {
      resourceType: 'Immunization',
      id: resourceId(PREFIX, [context.patient, order, codeKey(rxa.first(5)), rxa.text(3) ?? '']),
      meta: { lastUpdated: context.lastUpdated },
      status: rxa.text(21) === 'D' ? 'entered-in-error' : (COMPLETIONS[rxa.text(20) ?? 'CP'] ?? 'completed'),
      vaccineCode,
      patient: subject(context),
      occurrenceDateTime: given,
      // Table NIP001: 00 was given here, all other codes tell of a record from elsewhere.
      primarySource: rxa.text(9) === undefined ? undefined : rxa.text(9) === '00',
    },
  };
}
