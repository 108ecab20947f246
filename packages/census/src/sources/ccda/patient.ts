import { resourceId } from '../../record/index.ts';
import { PREFIX, time } from './data-types.ts';
import { child, children, type Element } from './parse-xml.ts';

// HL7 AdministrativeGender (2.16.840.1.113883.5.1).
const GENDERS: Readonly<Record<string, string>> = { F: 'female', M: 'male', UN: 'other' };
const ADDRESS_USES: Readonly<Record<string, string>> = { H: 'home', HP: 'home', HV: 'temp', WP: 'work', TMP: 'temp', BAD: 'old' };
const SSN_ROOT = '2.16.840.1.113883.4.1';
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/';

/** The first identifier that a facility gave; the social security number only where there is no other. */
export function patientId(role: Element): string | undefined {
  const ids = children(role, 'id').filter(({ attributes }) => attributes['root'] && attributes['nullFlavor'] === undefined);
  const { root, extension } = (ids.find(({ attributes }) => attributes['root'] !== SSN_ROOT) ?? ids[0])?.attributes ?? {};
  if (!root) return undefined;
  return resourceId(PREFIX, extension === undefined ? [root] : [root, extension]);
}

/** `recordTarget/patientRole` as a Patient; dates that are none are left out and told. */
export function patient(role: Element, id: string, lastUpdated: string | undefined): { resource: unknown; reason?: string } {
  const person = child(role, 'patient');
  const born = time(child(person, 'birthTime'));
  // `deceasedInd` and `deceasedTime` are HL7's own extension of CDA.
  const died = time(child(person, 'deceasedTime'));
  const gender = child(person, 'administrativeGenderCode')?.attributes['code'] ?? '';
  return {
    ...(born === null || died === null ? { reason: 'DATE_LEFT_OUT' } : {}),
    resource: {
      resourceType: 'Patient',
      id,
      meta: { lastUpdated },
      identifier: children(role, 'id').map(({ attributes }) => ({
        system: attributes['root'] === undefined ? undefined : `urn:oid:${attributes['root']}`,
        value: attributes['extension'],
      })),
      name: children(person, 'name').map((name) => ({ family: texts(name, 'family')[0], given: texts(name, 'given') })),
      gender: GENDERS[gender] ?? 'unknown',
      birthDate: born?.slice(0, 10),
      deceasedDateTime: died ?? undefined,
      deceasedBoolean: died ? undefined : flag(child(person, 'deceasedInd')),
      address: children(role, 'addr').map(address),
      telecom: children(role, 'telecom').map(({ attributes }) => ({ value: attributes['value'] })),
      extension: [extension('us-core-race', child(person, 'raceCode')), extension('us-core-ethnicity', child(person, 'ethnicGroupCode'))],
    },
  };
}

function flag(element: Element | undefined): boolean | undefined {
  const value = element?.attributes['value'];
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function texts(element: Element, name: string): string[] {
  return children(element, name)
    .map(({ text }) => text.trim())
    .filter((text) => text !== '');
}

function address(element: Element): unknown {
  return {
    use: ADDRESS_USES[element.attributes['use'] ?? ''],
    line: texts(element, 'streetAddressLine'),
    city: texts(element, 'city')[0],
    state: texts(element, 'state')[0],
    postalCode: texts(element, 'postalCode')[0],
    country: texts(element, 'country')[0],
  };
}

function extension(name: string, element: Element | undefined): unknown {
  const text = element?.attributes['displayName'];
  return text === undefined ? undefined : { url: `${US_CORE}${name}`, extension: [{ url: 'text', valueString: text }] };
}
