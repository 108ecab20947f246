import type { Hex } from '@medrec/shared/bytes';
import type { StageTable } from './stages.ts';

/**
 * A first release costs the same budget for ten patients as for all, and under the cohort floor it shows nothing: so a
 * hospital that is only enrolling holds its first records, and with them its first offer, until this many may be counted.
 */
const FIRST_PATIENTS = 300;
/** However few they are by then: labs work for offers. */
const LONGEST_HOLD_MS = 30_000;

export interface FirstRecordsDependencies {
  readonly stages: StageTable;
  /** Patients whose record is on the chain. */
  readonly withPointer: ReadonlySet<Hex>;
  /** Patients seen in the vault who have no address yet. */
  readonly unplanned: () => number;
  readonly nowMs: () => number;
  /** How many patients are enough; 300 by default. */
  readonly firstPatients?: number;
}

/** @returns whether records may go out; once they have begun, always. */
export function createFirstRecords({
  stages,
  withPointer,
  unplanned,
  nowMs,
  firstPatients = FIRST_PATIENTS,
}: FirstRecordsDependencies): () => boolean {
  let heldSinceMs: number | undefined;
  let hasBegun = false;
  return () => {
    const accepted = stages.count('accepted');
    if (accepted > 0) heldSinceMs ??= nowMs();
    const isEveryoneIn = stages.count('planned') + stages.count('enrolling') + unplanned() === 0;
    const isLongEnough = heldSinceMs !== undefined && nowMs() - heldSinceMs >= LONGEST_HOLD_MS;
    hasBegun ||= withPointer.size > 0 || accepted >= firstPatients || (accepted > 0 && (isEveryoneIn || isLongEnough));
    return hasBegun;
  };
}
