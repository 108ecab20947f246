import type { PersonFact, Sex } from '../record/index.ts';
import type { CodedPatient } from './coded-resource.ts';
import { yearOf } from './year.ts';
import { safeZip3 } from './zip3.ts';

const SEXES: ReadonlySet<string> = new Set<Sex>(['female', 'male', 'other', 'unknown']);
const UNITED_STATES = /^(us|usa|united states( of america)?)$/i;

/** Coded columns of a patient before the cap on ages, which needs her other dates too. */
export function personFact(patient: CodedPatient | undefined): PersonFact {
  const deathYear = yearOf(patient?.deceasedDateTime);
  return {
    birthYear: yearOf(patient?.birthDate),
    sex: SEXES.has(patient?.gender ?? '') ? (patient?.gender as Sex) : 'unknown',
    zip3: safeZip3(postalCode(patient)),
    deceased: patient?.deceasedDateTime !== undefined || patient?.deceasedBoolean === true,
    deathYear,
  };
}

/** Of the home address that is in use, else of the first that is not old. Codes of other countries are not ZIP codes. */
function postalCode(patient: CodedPatient | undefined): string | undefined {
  const current = (patient?.address ?? []).filter(({ use, period }) => use !== 'old' && period?.end === undefined);
  const chosen = current.find(({ use }) => use === 'home') ?? current[0] ?? patient?.address?.[0];
  if (chosen?.country !== undefined && !UNITED_STATES.test(chosen.country.trim())) return undefined;
  return chosen?.postalCode;
}
