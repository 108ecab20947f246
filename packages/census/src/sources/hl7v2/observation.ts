import { resourceId, toQuantity } from '../../record/index.ts';
import { decimal } from '../decimal.ts';
import { fhirDateTime } from '../fhir-date.ts';
import { codeable, codeKey } from './codes.ts';
import { PREFIX } from './patient.ts';
import type { Segment } from './segment.ts';

/** What segments after PID belong to. */
export interface Context {
  readonly patient: string;
  readonly lastUpdated: string | undefined;
  readonly encounter: string | undefined;
  /** MSH-10: tells one message from all others of its sender. */
  readonly control: string;
  /** The order that results stand under, with its OBR when it was read. */
  readonly order: Segment | undefined;
}

/** A resource, or why the segment cannot be one; neither for a segment that tells nothing. */
export interface Made {
  readonly resource?: unknown;
  readonly reason?: string;
}

// HL7 table 0085, observation result status, by FHIR's.
const STATUSES: Readonly<Record<string, string>> = {
  F: 'final',
  U: 'final',
  C: 'corrected',
  A: 'amended',
  B: 'amended',
  P: 'preliminary',
  R: 'preliminary',
  S: 'preliminary',
  I: 'registered',
  O: 'registered',
  X: 'cancelled',
  N: 'cancelled',
  D: 'entered-in-error',
  W: 'entered-in-error',
};

/** OBX as an Observation. */
export function observation(obx: Segment, context: Context): Made {
  const code = codeable(obx.first(3));
  if (code === undefined) return { reason: 'CODE_MISSING' };
  const when = obx.text(14) ?? context.order?.text(7);
  const effectiveDateTime = when === undefined ? undefined : fhirDateTime(when, 'compact');
  const value = observedValue(obx);
  if (value === undefined || (when !== undefined && effectiveDateTime === undefined)) return { reason: 'VALUE_INVALID' };
  const order = context.order?.first(3)?.component(1) ?? context.order?.first(2)?.component(1) ?? context.control;
  const key = [
    context.patient,
    order,
    codeKey(context.order?.first(4)),
    codeKey(obx.first(3)),
    obx.text(4) ?? '',
    obx.text(1) ?? '',
    when ?? '',
  ];
  return {
    resource: {
      resourceType: 'Observation',
      id: resourceId(PREFIX, key),
      meta: { lastUpdated: context.lastUpdated },
      status: STATUSES[obx.text(11) ?? ''] ?? 'unknown',
      code,
      subject: { reference: `Patient/${context.patient}` },
      encounter: context.encounter === undefined ? undefined : { reference: `Encounter/${context.encounter}` },
      effectiveDateTime,
      ...value,
    },
  };
}

/** OBX-5 by the type that OBX-2 names; `undefined` when it is not of that type. */
function observedValue(obx: Segment): Record<string, unknown> | undefined {
  const field = obx.first(5);
  const text = field?.component(1);
  const type = obx.text(2);
  if (field === undefined || (text === undefined && type !== 'SN' && type !== 'CWE' && type !== 'CE')) return {};
  const unit = obx.first(6)?.component(1) ?? obx.first(6)?.component(2);
  if (type === 'NM') {
    const number = decimal(text);
    return number === undefined ? undefined : { valueQuantity: toQuantity(number, unit) };
  }
  if (type === 'SN') return structured(field.component(1), field.component(2), field.component(3), field.component(4), unit);
  if (type === 'CE' || type === 'CWE' || type === 'CNE' || type === 'CF') return { valueCodeableConcept: codeable(field) };
  if (type === 'TS' || type === 'DTM' || type === 'DT') {
    const time = text === undefined ? undefined : fhirDateTime(text, 'compact');
    return time === undefined ? undefined : { valueDateTime: time };
  }
  // A document or a picture, in the message or elsewhere: nothing that is read here.
  if (type === 'ED' || type === 'RP') return {};
  // Texts: kept as they are written, never counted.
  return { valueString: text };
}

/** SN: a comparator and a number, a range, or a ratio. */
function structured(
  sign: string | undefined,
  low: string | undefined,
  between: string | undefined,
  high: string | undefined,
  unit?: string,
) {
  const [from, to] = [decimal(low), decimal(high)];
  if ((low !== undefined && from === undefined) || (high !== undefined && to === undefined)) return undefined;
  const quantity = (number: number) => toQuantity(number, unit);
  if (from !== undefined && to !== undefined) {
    if (between === '-') return { valueRange: { low: quantity(from), high: quantity(to) } };
    if (between === ':' || between === '/') return { valueRatio: { numerator: quantity(from), denominator: quantity(to) } };
    return undefined;
  }
  if (from === undefined) return {};
  const comparator = sign === undefined || sign === '=' ? undefined : ['<', '<=', '>', '>='].includes(sign) ? sign : null;
  if (comparator === null) return undefined;
  return { valueQuantity: { ...quantity(from), comparator } };
}
