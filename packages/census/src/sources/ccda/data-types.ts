import { resourceId, toQuantity } from '../../record/index.ts';
import { decimal } from '../decimal.ts';
import { fhirDateTime } from '../fhir-date.ts';
import { child, children, type Element } from './parse-xml.ts';

export const PREFIX = 'ccda-';

export interface Codeable {
  readonly coding?: readonly { readonly system: string; readonly code: string; readonly display?: string }[];
  readonly text?: string;
}

// HL7's object identifiers of code systems, by FHIR's URIs.
const SYSTEMS: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'http://loinc.org',
  '2.16.840.1.113883.6.96': 'http://snomed.info/sct',
  '2.16.840.1.113883.6.90': 'http://hl7.org/fhir/sid/icd-10-cm',
  '2.16.840.1.113883.6.3': 'http://hl7.org/fhir/sid/icd-10',
  '2.16.840.1.113883.6.103': 'http://hl7.org/fhir/sid/icd-9-cm',
  '2.16.840.1.113883.6.88': 'http://www.nlm.nih.gov/research/umls/rxnorm',
  '2.16.840.1.113883.12.292': 'http://hl7.org/fhir/sid/cvx',
  '2.16.840.1.113883.6.69': 'http://hl7.org/fhir/sid/ndc',
  '2.16.840.1.113883.6.12': 'http://www.ama-assn.org/go/cpt',
  '2.16.840.1.113883.5.4': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  '2.16.840.1.113883.5.111': 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
};

/** A CD or CE: its code and its translations; `undefined` for a null flavour without any. */
export function codeable(element: Element | undefined): Codeable | undefined {
  if (element === undefined) return undefined;
  const coding = [element, ...children(element, 'translation')].flatMap(({ attributes: { code, codeSystem, displayName } }) => {
    if (!code || !codeSystem) return [];
    return [{ system: SYSTEMS[codeSystem] ?? `urn:oid:${codeSystem}`, code, ...(displayName ? { display: displayName } : {}) }];
  });
  const text = element.attributes['displayName'];
  return coding.length > 0 ? { coding, ...(text ? { text } : {}) } : undefined;
}

/** A time: `null` for one that is none, `undefined` for none given. */
export function time(element: Element | undefined): string | undefined | null {
  const value = element?.attributes['value'];
  return value ? (fhirDateTime(value, 'compact') ?? null) : undefined;
}

/** An interval, or a point in time as its start. */
export function interval(element: Element | undefined): { start: string | undefined | null; end: string | undefined | null } {
  return { start: time(element) ?? time(child(element, 'low')), end: time(child(element, 'high')) };
}

/** The instance identifiers of an act, or of what it says of whom: the same in each document that repeats it. */
export function actId(element: Element, patient: string, otherwise: readonly string[]): string {
  const id = children(element, 'id').find(({ attributes }) => attributes['root']);
  if (id === undefined) return resourceId(PREFIX, [patient, ...otherwise]);
  // A root alone is unique when it is a UUID; one that stands for a system is not.
  const { root = '', extension } = id.attributes;
  return resourceId(PREFIX, extension === undefined ? [root, ...(root.includes('-') ? [] : [patient, ...otherwise])] : [root, extension]);
}

/** An observation's value by its declared type; `null` for one that is not of that type, empty for none. */
export function observedValue(element: Element | undefined): Record<string, unknown> | null {
  if (element === undefined || element.attributes['nullFlavor'] !== undefined) return {};
  const { type, value, unit } = element.attributes;
  switch (type) {
    case 'PQ':
    case 'INT':
    case 'REAL':
      return quantityOf(value, unit);
    case 'IVL_PQ':
      return bounds(child(element, 'low'), child(element, 'high'));
    case 'CD':
    case 'CE':
    case 'CO': {
      const concept = codeable(element);
      return concept === undefined ? {} : { valueCodeableConcept: concept };
    }
    case 'BL':
      return value === 'true' || value === 'false' ? { valueBoolean: value === 'true' } : null;
    case 'TS': {
      const told = time(element);
      return told === null ? null : told === undefined ? {} : { valueDateTime: told };
    }
    default:
      return element.text.trim() === '' ? {} : { valueString: element.text.trim() };
  }
}

function quantityOf(value: string | undefined, unit: string | undefined): Record<string, unknown> | null {
  const number = decimal(value);
  if (number !== undefined) return { valueQuantity: toQuantity(number, unit) };
  return value === undefined ? {} : null;
}

function bounds(low: Element | undefined, high: Element | undefined): Record<string, unknown> | null {
  const [lowText, highText] = [low?.attributes['value'], high?.attributes['value']];
  const [from, to] = [decimal(lowText), decimal(highText)];
  if ((lowText !== undefined && from === undefined) || (highText !== undefined && to === undefined)) return null;
  const unit = low?.attributes['unit'] ?? high?.attributes['unit'];
  if (from !== undefined && to !== undefined) return { valueRange: { low: toQuantity(from, unit), high: toQuantity(to, unit) } };
  if (from !== undefined) return { valueQuantity: { ...toQuantity(from, unit), comparator: '>=' } };
  return to === undefined ? {} : { valueQuantity: { ...toQuantity(to, unit), comparator: '<=' } };
}
