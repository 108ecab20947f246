import type { Hex } from '@medrec/shared/bytes';

/**
 * Where a patient's relationship stands. `waiting`: invited, her wallet has not answered; `planned`: has an address, not
 * on the chain; `enrolling`, `sending`: a transaction is on its way; `accepted`: on the chain, her record may be sent;
 * `published`: her record is there too, as last sealed; `closed`: paused or ended, nothing is sent.
 */
export type Stage = 'waiting' | 'planned' | 'enrolling' | 'accepted' | 'sending' | 'published' | 'closed';

export interface StageTable {
  of(patient: Hex): Stage | undefined;
  set(patient: Hex, stage: Stage): void;
  count(stage: Stage): number;
  /** Patients in that stage, as of the call, in the order in which they came to it. */
  patientsIn(stage: Stage): Hex[];
}

/** In memory alone: after a start the chain and the vault say where everyone stands. */
export function createStageTable(): StageTable {
  const stages = new Map<Hex, Stage>();
  const members = new Map<Stage, Set<Hex>>();
  const membersOf = (stage: Stage): Set<Hex> => {
    const found = members.get(stage) ?? new Set<Hex>();
    members.set(stage, found);
    return found;
  };
  return {
    of: (patient) => stages.get(patient),
    set(patient, stage) {
      const before = stages.get(patient);
      if (before !== undefined) membersOf(before).delete(patient);
      stages.set(patient, stage);
      membersOf(stage).add(patient);
    },
    count: (stage) => membersOf(stage).size,
    patientsIn: (stage) => [...membersOf(stage)],
  };
}
