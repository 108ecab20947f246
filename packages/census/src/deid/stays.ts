import type { EncounterFact } from '../record/index.ts';

/** An encounter with the days that its fact may not tell. They do not leave this room. */
export interface DatedEncounter {
  readonly fact: Omit<EncounterFact, 'stayDays' | 'readmitted'>;
  /** Days since 1970-01-01; `null` where the record tells no whole date. */
  readonly startDay: number | null;
  readonly endDay: number | null;
}

/** Longer stays are told as this. */
const LONGEST_STAY = 366;
const READMISSION_DAYS = 30;
const STAYS: ReadonlySet<string> = new Set(['IMP', 'ACUTE', 'NONAC']);
const DAY_MS = 86_400_000;

/** The day of a FHIR date or dateTime of at least a whole date, as written: its zone shifts no day. */
export function dayOf(date: string | undefined): number | null {
  const text = date === undefined ? undefined : /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  const at = text === undefined ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? null : at / DAY_MS;
}

/**
 * Turns days into what may be told: nights of a stay, whether another began within 30 days of its end (the Centers for
 * Medicare & Medicaid Services' interval), and whether the patient died in it.
 * @param deathDay as the patient's own resource tells it
 */
export function encounterFactsOf(encounters: readonly DatedEncounter[], deathDay: number | null): EncounterFact[] {
  const stays = encounters.filter(isStay);
  return encounters.map((encounter) => {
    const { fact, startDay, endDay } = encounter;
    if (!isStay(encounter)) return { ...fact, stayDays: null, readmitted: null };
    const isKnown = startDay !== null && endDay !== null && endDay >= startDay;
    const diedInside = isKnown && deathDay !== null && deathDay >= startDay && deathDay <= endDay;
    const follows = (next: DatedEncounter): boolean =>
      next !== encounter &&
      endDay !== null &&
      next.startDay !== null &&
      next.startDay >= endDay &&
      next.startDay > (startDay ?? endDay) &&
      next.startDay <= endDay + READMISSION_DAYS;
    return {
      ...fact,
      died: fact.died || diedInside,
      stayDays: isKnown ? Math.min(endDay - startDay, LONGEST_STAY) : null,
      readmitted: endDay === null ? null : stays.some(follows),
    };
  });
}

function isStay({ fact }: DatedEncounter): boolean {
  return STAYS.has(fact.class) && fact.status === 'finished';
}
