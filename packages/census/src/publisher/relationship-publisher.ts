import type { Hex } from '@medrec/shared/bytes';
import type { Vault } from '../vault/index.ts';
import { createFormerEnder } from './end-former.ts';
import { ENROLL_BATCH, type EnrollDependencies, enrollPatients } from './enroll-patients.ts';
import { createEventCursor } from './event-cursor.ts';
import { createFirstRecords } from './first-records.ts';
import type { BookEntry } from './patient-book.ts';
import { RELATIONSHIP_STATE } from './ports.ts';
import { createRecordChanges } from './record-changes.ts';
import { createRotationFollower } from './rotations.ts';
import { type RecordDependencies, setRecords } from './set-records.ts';
import { surveyAll, surveyPatient } from './survey.ts';

/** How long a new patient waits for a full batch to come together. */
const BATCH_WAIT_MS = 2000;

type Made = 'changes' | 'withPointer' | 'lookAgain' | 'skips';

export interface RelationshipDependencies extends Omit<EnrollDependencies, Made>, Omit<RecordDependencies, Made | 'vault'> {
  readonly vault: Pick<Vault, 'changes' | 'clearChanges' | 'patient' | 'sealRecord' | 'recordState' | 'putRecordState'>;
  /** True for a patient who is, or is now, invited: her own wallet brings the address. */
  readonly isInvited: (patient: Hex) => Promise<boolean>;
  readonly nowMs: () => number;
  /** Patients that a first release should cover; see `createFirstRecords`. */
  readonly firstPatients?: number;
}

/** Brings patients and their records from the vault onto the chain. */
export interface RelationshipPublisher {
  /** Reads where everyone stands; to be called once, when nothing of the provider's is left in the pool. */
  survey(): Promise<void>;
  /** A patient's own address, as her wallet registered it; one that the hospital kept for her is given up. */
  plan(patient: Hex, entry: Omit<BookEntry, 'former'>): Promise<void>;
  /** Patients with a record on the chain. */
  onChain(): Hex[];
  /** One turn: looks at what changed, and sends what fits. */
  turn(): Promise<void>;
}

export function createRelationshipPublisher(dependencies: RelationshipDependencies): RelationshipPublisher {
  const { book, stages, custody, chain, vault, nowMs } = dependencies;
  const changes = createRecordChanges(vault, nowMs);
  const withPointer = new Set<Hex>();
  const again = new Set<Hex>();
  const firstSeenMs = new Map<Hex, number>();
  const steps = {
    ...dependencies,
    changes,
    withPointer,
    skips: new Map<Hex, number>(),
    lookAgain: (patients: readonly Hex[]) => {
      for (const patient of patients) again.add(patient);
    },
  };
  const areRecordsDue = createFirstRecords({ ...dependencies, withPointer, unplanned: () => firstSeenMs.size });
  const states = createEventCursor(chain);
  const rotations = createEventCursor(chain);
  const endFormer = createFormerEnder(dependencies);
  const followRotations = createRotationFollower(dependencies);

  /** Gives addresses in custody to patients who have none, once a batch has come together or waited long enough. */
  const planNewPatients = async (): Promise<void> => {
    const found: Hex[] = [];
    for (const patient of changes.patients()) {
      if (book.get(patient) !== undefined || (await dependencies.isInvited(patient))) continue;
      if (!firstSeenMs.has(patient)) firstSeenMs.set(patient, nowMs());
      if (found.push(patient) === ENROLL_BATCH) break;
    }
    const oldest = Math.min(...found.map((patient) => firstSeenMs.get(patient) ?? nowMs()));
    if (found.length < ENROLL_BATCH && nowMs() - oldest < BATCH_WAIT_MS) return;
    for (const patient of found) {
      const custodyIndex = book.nextCustodyIndex();
      const { account: relationship, encryptionKey } = custody.accountAt(custodyIndex);
      await book.put(patient, { relationship, encryptionKey, custodyIndex, registration: null, former: null });
      stages.set(patient, 'planned');
      firstSeenMs.delete(patient);
    }
  };

  /** A pause leaves a patient's record alone; a resumption lets it go on. */
  const followStates = (fromBlock: bigint, toBlock: bigint): Promise<void> =>
    chain.statesIn(fromBlock, toBlock).then((changed) => {
      for (const { relationship, state } of changed) {
        const patient = book.patientOf(relationship);
        if (patient && stages.of(patient) === (state === RELATIONSHIP_STATE.accepted ? 'closed' : 'published')) again.add(patient);
      }
    });

  return {
    async survey() {
      await surveyAll(steps);
      await states.start();
    },
    async plan(patient, entry) {
      const before = book.get(patient);
      // A wallet's earlier address is replaced only when the chain never had it: what must end is the one in custody.
      const former = before !== undefined && before.custodyIndex !== null ? before.relationship : (before?.former ?? null);
      await book.put(patient, { ...entry, former });
      withPointer.delete(patient);
      // A fresh salt and root: the same root under two addresses would tie them together.
      if ((await vault.recordState({ pseudonym: patient })) !== undefined) await vault.sealRecord({ pseudonym: patient });
      stages.set(patient, 'planned');
    },
    onChain: () => [...withPointer].filter((patient) => stages.of(patient) !== 'closed'),
    async turn() {
      // Block 1 anchors the domain that consents are signed in.
      if ((await chain.head()).number === 0n) return;
      await changes.refresh();
      await states.advance(followStates);
      await rotations.advance(followRotations);
      for (const patient of again) {
        await surveyPatient(patient, steps);
        again.delete(patient);
      }
      for (const patient of changes.patients()) if (stages.of(patient) === 'published') stages.set(patient, 'accepted');
      if (stages.count('planned') < ENROLL_BATCH) await planNewPatients();
      // Records first: they carry the offers that labs work for, and new patients would fill every block before them.
      while (areRecordsDue() && (await setRecords(steps)));
      await enrollPatients(steps);
      await endFormer();
    },
  };
}
