import { actId, codeable, interval, observedValue, time } from './data-types.ts';
import { child, children, type Element } from './parse-xml.ts';

export interface Context {
  readonly patient: string;
  readonly lastUpdated: string | undefined;
  /** The acts around this one, outermost first. */
  readonly around: readonly Element[];
}

/** A resource, or why the entry cannot be one; neither for an entry that says that there is nothing to say. */
export interface Made {
  readonly resource?: unknown;
  readonly reason?: string;
}

const CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/';
const BAD_TIME: Made = { reason: 'VALUE_INVALID' };

const base = (type: string, element: Element, { patient, lastUpdated }: Context, key: readonly string[]) => ({
  resourceType: type,
  id: actId(element, patient, [type, ...key]),
  meta: { lastUpdated },
});
const subject = ({ patient }: Context) => ({ reference: `Patient/${patient}` });
const keyOf = (element: Element | undefined): string => `${element?.attributes['code'] ?? ''} ${element?.attributes['codeSystem'] ?? ''}`;
const whenKey = (element: Element): string => {
  const at = child(element, 'effectiveTime');
  return at?.attributes['value'] ?? child(at, 'low')?.attributes['value'] ?? '';
};

/** Problem Observation. The concern around it tells whether the problem is still followed. */
function condition(element: Element, context: Context): Made {
  const value = child(element, 'value');
  const code = codeable(value);
  if (code === undefined) return {};
  const { start, end } = interval(child(element, 'effectiveTime'));
  if (start === null || end === null) return BAD_TIME;
  const concern = context.around.findLast(({ name }) => name === 'act');
  const isOver = end !== undefined || child(concern, 'statusCode')?.attributes['code'] === 'completed';
  return {
    resource: {
      ...base('Condition', element, context, [keyOf(value), whenKey(element)]),
      clinicalStatus: { coding: [{ system: `${CODE_SYSTEM}condition-clinical`, code: isOver ? 'resolved' : 'active' }] },
      code,
      subject: subject(context),
      onsetDateTime: start,
      abatementDateTime: end,
    },
  };
}

/** Result, vital sign and social history observations. */
function observation(element: Element, context: Context): Made {
  const code = codeable(child(element, 'code'));
  if (code === undefined) return { reason: 'CODE_MISSING' };
  const value = observedValue(child(element, 'value'));
  const { start } = interval(child(element, 'effectiveTime'));
  if (value === null || start === null) return BAD_TIME;
  const status = child(element, 'statusCode')?.attributes['code'];
  return {
    resource: {
      ...base('Observation', element, context, [keyOf(child(element, 'code')), whenKey(element)]),
      status: status === 'completed' ? 'final' : status === 'aborted' || status === 'cancelled' ? 'cancelled' : 'preliminary',
      code,
      subject: subject(context),
      effectiveDateTime: start,
      ...value,
    },
  };
}

function allergy(element: Element, context: Context): Made {
  const substance = child(element, 'participant', 'participantRole', 'playingEntity', 'code');
  const code = codeable(substance);
  if (code === undefined) return {};
  const { start, end } = interval(child(element, 'effectiveTime'));
  if (start === null || end === null) return BAD_TIME;
  return {
    resource: {
      ...base('AllergyIntolerance', element, context, [keyOf(substance)]),
      clinicalStatus: {
        coding: [{ system: `${CODE_SYSTEM}allergyintolerance-clinical`, code: end === undefined ? 'active' : 'resolved' }],
      },
      code,
      patient: subject(context),
      onsetDateTime: start,
    },
  };
}

const material = (element: Element): Element | undefined =>
  child(element, 'consumable', 'manufacturedProduct', 'manufacturedMaterial', 'code');

function immunization(element: Element, context: Context): Made {
  const vaccineCode = codeable(material(element));
  if (vaccineCode === undefined) return { reason: 'CODE_MISSING' };
  const { start } = interval(child(element, 'effectiveTime'));
  if (start === null) return BAD_TIME;
  const isDone = element.attributes['negationInd'] !== 'true' && child(element, 'statusCode')?.attributes['code'] === 'completed';
  return {
    resource: {
      ...base('Immunization', element, context, [keyOf(material(element)), whenKey(element)]),
      status: isDone ? 'completed' : 'not-done',
      vaccineCode,
      patient: subject(context),
      occurrenceDateTime: start,
    },
  };
}

function medication(element: Element, context: Context): Made {
  const concept = codeable(material(element));
  if (concept === undefined) return {};
  // The first effectiveTime is how long, further ones are how often.
  const { start, end } = interval(child(element, 'effectiveTime'));
  if (start === null || end === null) return BAD_TIME;
  const status = child(element, 'statusCode')?.attributes['code'];
  return {
    resource: {
      ...base('MedicationStatement', element, context, [keyOf(material(element)), whenKey(element)]),
      status: status === 'active' ? 'active' : status === 'aborted' ? 'stopped' : status === 'suspended' ? 'on-hold' : 'completed',
      medicationCodeableConcept: concept,
      subject: subject(context),
      effectivePeriod: { start, end },
    },
  };
}

function procedure(element: Element, context: Context): Made {
  const code = codeable(child(element, 'code'));
  if (code === undefined) return {};
  const { start } = interval(child(element, 'effectiveTime'));
  if (start === null) return BAD_TIME;
  const status = child(element, 'statusCode')?.attributes['code'];
  return {
    resource: {
      ...base('Procedure', element, context, [keyOf(child(element, 'code')), whenKey(element)]),
      status: status === 'completed' ? 'completed' : status === 'active' ? 'in-progress' : 'not-done',
      code,
      subject: subject(context),
      performedDateTime: start,
    },
  };
}

const ACT_CODES = '2.16.840.1.113883.5.4';

/** Encounter Activity, and the encounter that the document is about. */
export function encounter(element: Element, context: Context): Made {
  const { start, end } = interval(child(element, 'effectiveTime'));
  if (start === null || end === null) return BAD_TIME;
  const code = child(element, 'code');
  const act = [code, ...children(code, 'translation')].find((one) => one?.attributes['codeSystem'] === ACT_CODES)?.attributes['code'];
  return {
    resource: {
      ...base('Encounter', element, context, [keyOf(code), whenKey(element)]),
      // A document tells of what was, but for a stay that it sees no end of.
      status:
        element.name === 'encompassingEncounter' && end === undefined && time(child(element, 'effectiveTime')) === undefined
          ? 'in-progress'
          : 'finished',
      class: { system: `${CODE_SYSTEM}v3-ActCode`, code: act ?? 'OTHER' },
      type: [codeable(code)],
      subject: subject(context),
      period: { start, end },
    },
  };
}

const FAMILY_OBSERVATION = '2.16.840.1.113883.10.20.22.4.46';

function family(element: Element, context: Context): Made {
  const relative = child(element, 'subject', 'relatedSubject');
  const relationship = codeable(child(relative, 'code'));
  if (relationship === undefined) return { reason: 'CODE_MISSING' };
  const conditions = children(element, 'component')
    .map((component) => child(component, 'observation'))
    .filter((one) => one !== undefined && hasTemplate(one, FAMILY_OBSERVATION) && one.attributes['negationInd'] !== 'true')
    .flatMap((one) => codeable(child(one, 'value')) ?? []);
  return {
    resource: {
      ...base('FamilyMemberHistory', element, context, [
        keyOf(child(relative, 'code')),
        conditions.map(({ text }) => text ?? '').join('|'),
      ]),
      status: 'completed',
      patient: subject(context),
      relationship,
      condition: conditions.map((code) => ({ code })),
    },
  };
}

export function hasTemplate(element: Element, root: string): boolean {
  return children(element, 'templateId').some(({ attributes }) => attributes['root'] === root);
}

interface Template {
  readonly make: (element: Element, context: Context) => Made;
  /** True when nothing inside it is an entry of its own. */
  readonly isLeaf?: true;
}

const T = '2.16.840.1.113883.10.20.22.4.';

/** C-CDA R2.1's entry templates that are read, by their root. */
export const TEMPLATES: ReadonlyMap<string, Template> = new Map<string, Template>([
  [`${T}4`, { make: condition }],
  [`${T}7`, { make: allergy, isLeaf: true }],
  [`${T}2`, { make: observation }],
  [`${T}27`, { make: observation }],
  [`${T}78`, { make: observation }],
  [`${T}85`, { make: observation }],
  [`${T}38`, { make: observation }],
  [`${T}52`, { make: immunization, isLeaf: true }],
  [`${T}16`, { make: medication, isLeaf: true }],
  [`${T}14`, { make: procedure }],
  [`${T}12`, { make: procedure }],
  [`${T}13`, { make: procedure }],
  [`${T}49`, { make: encounter }],
  [`${T}45`, { make: family, isLeaf: true }],
]);
