import type { Hex } from '@medrec/shared/bytes';
import type { PatientChange, Vault } from '../vault/index.ts';

/** A load touches a patient once per file; her record goes out when it has not changed for this long. */
const REST_MS = 2000;
/** Looked at in one turn; the rest keeps its mark and comes in a later one. */
const CHANGES_PER_TURN = 5000;

/** Which patients' records changed since they were last sealed. The marks are the vault's; this remembers since when. */
export interface RecordChanges {
  /** Reads the vault's marks. */
  refresh(): Promise<void>;
  of(patient: Hex): { readonly hasRested: boolean } | undefined;
  /** Patients changed, in the order in which that was seen. */
  patients(): Iterable<Hex>;
  /** After sealing: takes the mark away, unless the patient changed again since. */
  clear(patient: Hex): Promise<void>;
}

export function createRecordChanges(vault: Pick<Vault, 'changes' | 'clearChanges'>, nowMs: () => number): RecordChanges {
  const seen = new Map<Hex, { change: PatientChange; sinceMs: number }>();
  return {
    async refresh() {
      let looked = 0;
      for await (const change of vault.changes('publisher')) {
        const { pseudonym } = change.patient;
        if (seen.get(pseudonym)?.change.token !== change.token) seen.set(pseudonym, { change, sinceMs: nowMs() });
        looked += 1;
        if (looked === CHANGES_PER_TURN) break;
      }
    },
    of(patient) {
      const found = seen.get(patient);
      return found && { hasRested: nowMs() - found.sinceMs >= REST_MS };
    },
    patients: () => seen.keys(),
    async clear(patient) {
      const found = seen.get(patient);
      if (found === undefined) return;
      await vault.clearChanges([found.change]);
      seen.delete(patient);
    },
  };
}
