import { randomInt } from 'node:crypto';
import type { BundleResource, Identifier } from './identifiers.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A word that stands nowhere else; `zq` begins none of any language. */
export function uniqueWord(): string {
  return `zq${Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

/** What is planted into one patient's bundle, each under its own kind. */
export interface Canaries {
  readonly identifiers: readonly Identifier[];
  /** The bundle with them in it; the same resources otherwise. */
  readonly bundle: string;
}

/**
 * Plants canaries where FHIR has identifiers and, since hospitals type names into any field, where it has free text:
 * notes, displays, units, narratives, an encounter's reason.
 */
export function plantCanaries(bundle: string): Canaries {
  const identifiers: Identifier[] = [];
  const plant = (kind: string, value: string): string => {
    identifiers.push({ kind: `canary: ${kind}`, value });
    return value;
  };
  const parsed = JSON.parse(bundle) as { entry: { resource: BundleResource & Record<string, unknown> }[] };
  const first = (type: string): Record<string, unknown> =>
    parsed.entry.find(({ resource }) => resource.resourceType === type)?.resource ?? {};

  const patient = first('Patient');
  const [name] = patient['name'] as Record<string, unknown>[];
  Object.assign(name ?? {}, { family: plant('family name', uniqueWord()), given: [plant('given name', uniqueWord())] });
  const [address] = patient['address'] as Record<string, unknown>[];
  Object.assign(address ?? {}, { line: [`${digits(4)} ${plant('street', uniqueWord())} Lane`] });
  patient['telecom'] = [
    { system: 'phone', value: plant('phone', `555-${digits(3)}-${digits(4)}`) },
    { system: 'email', value: plant('e-mail', `${uniqueWord()}@${uniqueWord()}.org`) },
  ];
  const number = {
    system: 'http://hl7.org/fhir/sid/us-ssn',
    value: plant('social security number', `9${digits(2)}-${digits(2)}-${digits(4)}`),
  };
  patient['identifier'] = [...(patient['identifier'] as unknown[]), number];
  patient['contact'] = [{ name: { family: plant('contact', uniqueWord()) } }];
  patient['text'] = { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${plant('narrative', uniqueWord())}</div>` };

  const condition = first('Condition');
  condition['note'] = [{ text: plant('note', uniqueWord()) }];
  condition['code'] = { ...(condition['code'] as object), text: plant('text of a code', uniqueWord()) };
  const observation = first('Observation');
  observation['valueQuantity'] = { ...(observation['valueQuantity'] as object), unit: plant('unit', uniqueWord()) };
  first('Encounter')['reasonCode'] = [{ text: plant('reason', uniqueWord()) }];
  return { identifiers, bundle: JSON.stringify(parsed) };
}
