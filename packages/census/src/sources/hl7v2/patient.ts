import { resourceId } from '../../record/index.ts';
import { fhirDate, fhirDateTime } from '../fhir-date.ts';
import type { Repetition, Segment } from './segment.ts';

export const PREFIX = 'hl7v2-';

const GENDERS: Readonly<Record<string, string>> = { F: 'female', M: 'male', O: 'other', A: 'other', N: 'other', U: 'unknown' };
const ADDRESS_USES: Readonly<Record<string, string>> = { H: 'home', O: 'work', B: 'work', C: 'temp', BA: 'old', M: 'home', P: 'home' };
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/';

/** An identifier and who gave it: a number alone is another person's at the next hospital. */
export function identifierKey(field: Repetition): string[] | undefined {
  const number = field.component(1);
  if (number === undefined) return undefined;
  const assigner = field.component(4, 2) ?? field.component(4, 1);
  return assigner === undefined ? [number] : [number, assigner];
}

/** PID-3's medical record number, else its first number, else PID-2. */
export function patientId(pid: Segment): string | undefined {
  const numbers = [...pid.all(3), ...pid.all(2)].filter((field) => field.component(1) !== undefined);
  const chosen = numbers.find((field) => field.component(5) === 'MR') ?? numbers.find((field) => field.component(5) === 'PI') ?? numbers[0];
  const key = chosen && identifierKey(chosen);
  return key && resourceId(PREFIX, key);
}

/**
 * PID as a Patient. Dates that are none (`0000`, a word) are left out and told: a placeholder there must not cost a patient
 * her results.
 */
export function patient(pid: Segment, id: string, lastUpdated: string | undefined): { resource: unknown; reason?: string } {
  const born = pid.text(7);
  const birthDate = born === undefined ? undefined : fhirDate(born, 'compact');
  const died = pid.text(29);
  const deceasedDateTime = died === undefined ? undefined : fhirDateTime(died, 'compact');
  const unread = (born !== undefined && birthDate === undefined) || (died !== undefined && deceasedDateTime === undefined);
  return {
    ...(unread ? { reason: 'DATE_LEFT_OUT' } : {}),
    resource: {
      resourceType: 'Patient',
      id,
      meta: { lastUpdated },
      identifier: [...pid.all(3), ...pid.all(2), ...pid.all(19)].map((field) => ({
        system: field.component(4, 2) ?? field.component(4, 1),
        value: field.component(1),
      })),
      name: pid.all(5).map((name) => ({
        family: name.component(1),
        given: [name.component(2), name.component(3)].filter((given) => given !== undefined),
      })),
      gender: GENDERS[pid.text(8)?.toUpperCase() ?? ''] ?? 'unknown',
      birthDate,
      deceasedDateTime,
      deceasedBoolean: deceasedDateTime === undefined ? deceased(pid.text(30)) : undefined,
      address: pid.all(11).map(address),
      telecom: [...pid.all(13), ...pid.all(14)].map((phone) => ({
        value: phone.component(1) ?? phone.component(12) ?? phone.component(7),
      })),
      extension: extension(pid),
    },
  };
}

function deceased(indicator: string | undefined): boolean | undefined {
  return indicator === 'Y' ? true : indicator === 'N' ? false : undefined;
}

function address(field: Repetition): unknown {
  return {
    use: ADDRESS_USES[field.component(7) ?? ''],
    line: [field.component(1), field.component(2)].filter((line) => line !== undefined),
    city: field.component(3),
    state: field.component(4),
    postalCode: field.component(5),
    country: field.component(6),
  };
}

function extension(pid: Segment): unknown {
  const told = [
    ['us-core-race', pid.first(10)],
    ['us-core-ethnicity', pid.first(22)],
  ] as const;
  return told.flatMap(([name, field]) => {
    const text = field?.component(2) ?? field?.component(1);
    return text === undefined ? [] : [{ url: `${US_CORE}${name}`, extension: [{ url: 'text', valueString: text }] }];
  });
}
