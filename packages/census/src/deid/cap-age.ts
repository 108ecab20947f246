import type {
  CensusFacts,
  ConditionFact,
  EncounterFact,
  ImmunizationFact,
  MedicationFact,
  ObservationFact,
  ProcedureFact,
} from '../record/index.ts';

/** "Ages over 89 … may be aggregated into a single category of age 90 or older": 45 CFR 164.514(b)(2)(i)(C). */
export const OLDEST_AGE = 90;

/**
 * Hides ages over 89. Someone who has reached 90, or will by 31 December of her last year, gets the birth year that makes
 * her exactly 90 in it, and dates before that year, which would tell that she is older, are dropped. Her last year is that
 * of her death, else the present year, or her last event's where a source shifts its dates into the future.
 * @param presentYear calendar year of the load
 */
export function capAge(facts: CensusFacts, presentYear: number): CensusFacts {
  const { birthYear, deathYear } = facts.person;
  const lastYear = deathYear ?? Math.max(presentYear, ...eventYears(facts));
  if (birthYear !== null && lastYear - birthYear < OLDEST_AGE) return facts;
  // Without a birth date, a date of 90 years ago tells the age as well.
  const oldestYear = lastYear - OLDEST_AGE;
  const keep = (year: number | null): number | null => (year !== null && year < oldestYear ? null : year);
  return {
    ...facts,
    person: { ...facts.person, birthYear: birthYear === null ? null : oldestYear },
    encounters: facts.encounters.map((fact): EncounterFact => ({ ...fact, startYear: keep(fact.startYear), endYear: keep(fact.endYear) })),
    conditions: facts.conditions.map((fact): ConditionFact => ({ ...fact, year: keep(fact.year) })),
    observations: facts.observations.map((fact): ObservationFact => ({ ...fact, year: keep(fact.year) })),
    immunizations: facts.immunizations.map((fact): ImmunizationFact => ({ ...fact, year: keep(fact.year) })),
    medications: facts.medications.map((fact): MedicationFact => ({ ...fact, year: keep(fact.year) })),
    procedures: facts.procedures.map((fact): ProcedureFact => ({ ...fact, year: keep(fact.year) })),
  };
}

function eventYears(facts: CensusFacts): number[] {
  const years = [
    ...facts.encounters.flatMap((fact) => [fact.startYear, fact.endYear]),
    ...facts.conditions.map((fact) => fact.year),
    ...facts.observations.map((fact) => fact.year),
    ...facts.immunizations.map((fact) => fact.year),
    ...facts.medications.map((fact) => fact.year),
    ...facts.procedures.map((fact) => fact.year),
  ];
  return [years.reduce<number>((latest, year) => Math.max(latest, year ?? 0), 0)];
}
