import { fhirDate } from '../fhir-date.ts';
import type { ReadContext, SourceFile } from '../source.ts';
import { readTable } from './read-table.ts';
import type { RowReader } from './row.ts';

/** What other tables tell of a person: read before PERSON, since her resource holds it. */
export interface PersonExtras {
  /** By `person_id`: day of death. */
  readonly deaths: ReadonlyMap<string, string>;
  /** By `location_id`. */
  readonly locations: ReadonlyMap<string, Location>;
}

export interface Location {
  readonly line?: string[];
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

// OMOP's gender concepts.
const GENDERS: Readonly<Record<string, string>> = { '8507': 'male', '8532': 'female', '8521': 'other', '8551': 'unknown' };
const MAX_ROWS_KEPT = 5_000_000;
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/';

export async function readExtras(
  files: { readonly death: readonly SourceFile[]; readonly location: readonly SourceFile[] },
  context: Pick<ReadContext, 'onRejected' | 'signal'>,
): Promise<PersonExtras> {
  const deaths = new Map<string, string>();
  const locations = new Map<string, Location>();
  for (const file of files.death) {
    for await (const { line, get, reason } of readTable(file, context)) {
      const person = get?.('person_id');
      const died = fhirDate(get?.('death_date') ?? get?.('death_datetime') ?? '');
      const at = { file: file.path, line };
      if (person === undefined || died === undefined) context.onRejected({ ...at, reason: reason ?? 'VALUE_INVALID' });
      else if (deaths.size === MAX_ROWS_KEPT) context.onRejected({ ...at, reason: 'TABLE_TOO_LONG' });
      else deaths.set(person, died);
    }
  }
  for (const file of files.location) {
    for await (const { line, get, reason } of readTable(file, context)) {
      const id = get?.('location_id');
      const at = { file: file.path, line };
      if (get === undefined || id === undefined) context.onRejected({ ...at, reason: reason ?? 'ID_MISSING' });
      else if (locations.size === MAX_ROWS_KEPT) context.onRejected({ ...at, reason: 'TABLE_TOO_LONG' });
      else locations.set(id, readLocation(get));
    }
  }
  return { deaths, locations };
}

function readLocation(get: (column: string) => string | undefined): Location {
  const line = [get('address_1'), get('address_2')].filter((part) => part !== undefined);
  const parts = { city: get('city'), state: get('state'), postalCode: get('zip'), country: get('country_source_value') };
  const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { ...(line.length > 0 ? { line } : {}), ...known };
}

export function person(row: RowReader, { deaths, locations }: PersonExtras): unknown {
  const { get } = row;
  const id = row.id('person_id');
  const died = deaths.get(get('person_id') ?? '');
  const address = locations.get(get('location_id') ?? '');
  const source = get('person_source_value');
  return {
    resourceType: 'Patient',
    id,
    identifier: source === undefined ? undefined : [{ system: 'urn:omop:person_source_value', value: source }],
    gender: GENDERS[get('gender_concept_id') ?? ''] ?? 'unknown',
    birthDate: birthDate(row),
    deceasedDateTime: died,
    address: address === undefined || Object.keys(address).length === 0 ? undefined : [address],
    extension: extensions(row),
  };
}

/** As exact as the table tells: a year, a month, a day. */
function birthDate(row: RowReader): string | undefined {
  const whole = row.date('birth_datetime');
  if (whole !== undefined) return whole;
  const [year, month, day] = ['year', 'month', 'day'].map((part) => row.get(`${part}_of_birth`));
  if (year === undefined) return undefined;
  const parts = [year, ...(month === undefined ? [] : [month, ...(day === undefined ? [] : [day])])];
  const told = fhirDate(parts.map((part, at) => (at === 0 ? part : part.padStart(2, '0'))).join('-'));
  if (told === undefined) row.problem ??= 'VALUE_INVALID';
  return told;
}

function extensions(row: RowReader): unknown {
  const told = [
    ['us-core-race', row.get('race_source_value')],
    ['us-core-ethnicity', row.get('ethnicity_source_value')],
  ].filter(([, text]) => text !== undefined);
  if (told.length === 0) return undefined;
  return told.map(([name, valueString]) => ({ url: `${US_CORE}${name}`, extension: [{ url: 'text', valueString }] }));
}
