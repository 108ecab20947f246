import { AGE_SHARES } from './prevalence.ts';
import type { Random } from './random.ts';
import { FAMILY_NAMES, GIVEN_NAMES, SMALL_ZIP3, STREETS, TOWNS, ZIP3 } from './vocabulary.ts';

export interface Person {
  readonly id: string;
  readonly sex: 'female' | 'male';
  readonly birthYear: number;
  /** 0 for 0–9 … 9 for 90 and over. */
  readonly ageGroup: number;
  readonly deathYear: number | null;
  /** That of her death, else the reference year: nothing happens to her after it. */
  readonly lastYear: number;
}

export function drawPerson(id: string, referenceYear: number, random: Random): Person {
  const ageGroup = drawAgeGroup(random.next());
  const sex = random.chance(0.51) ? 'female' : 'male';
  const age = ageGroup * 10 + random.integer(ageGroup === 9 ? 12 : 10);
  const birthYear = referenceYear - age;
  const deathYear = ageGroup >= 6 && random.chance(0.02) ? birthYear + ageGroup * 10 : null;
  return { id, sex, birthYear, ageGroup, deathYear, lastYear: deathYear ?? referenceYear };
}

function drawAgeGroup(at: number): number {
  let sum = 0;
  for (const [group, share] of AGE_SHARES.entries()) {
    sum += share;
    if (at < sum) return group;
  }
  return 0;
}

/** What the record says of the person beyond her id, sex and birth: all of it must be gone before the census. */
export function patientResource(person: Person, shown: { birthDate: boolean; gender: boolean }, random: Random): Record<string, unknown> {
  const given = random.pick(GIVEN_NAMES[person.sex]);
  const family = random.pick(FAMILY_NAMES);
  const digits = (length: number): string => String(random.integer(10 ** length)).padStart(length, '0');
  const zip3 = random.chance(0.01) ? random.pick(SMALL_ZIP3) : random.pick(ZIP3);
  const address = { use: 'home', line: [`${1 + random.integer(999)} ${random.pick(STREETS)}`], city: random.pick(TOWNS), state: 'MA' };
  const day = `${twoDigits(1 + random.integer(12))}-${twoDigits(1 + random.integer(28))}`;
  return {
    resourceType: 'Patient',
    id: person.id,
    identifier: [
      { system: 'http://hospital.example/mrn', value: `MRN-${digits(8)}` },
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: `999-${digits(2)}-${digits(4)}` },
    ],
    name: [{ use: 'official', family, given: [given] }],
    telecom: [
      { system: 'phone', value: `555-01${digits(2)}-${digits(4)}`, use: 'home' },
      { system: 'email', value: `${given}.${family}${digits(4)}@mail.example`.toLowerCase().replace(/[^a-z0-9.@]/g, '') },
    ],
    gender: shown.gender ? person.sex : 'unknown',
    ...(shown.birthDate ? { birthDate: `${person.birthYear}-${day}` } : {}),
    ...(person.deathYear === null ? {} : { deceasedDateTime: `${person.deathYear}-12-30` }),
    address: [{ ...address, postalCode: `${zip3}${digits(2)}`, country: 'US' }],
  };
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
