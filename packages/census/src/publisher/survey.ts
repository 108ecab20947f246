import type { Hex } from '@medrec/shared/bytes';
import type { Vault } from '../vault/index.ts';
import type { PatientBook } from './patient-book.ts';
import { type HospitalChain, RELATIONSHIP_STATE } from './ports.ts';
import type { Stage, StageTable } from './stages.ts';

/** A patient has one record, the set of her resources: the relationship's first pointer. */
export const RECORD_INDEX = 0;

export interface SurveyDependencies {
  readonly chain: HospitalChain;
  readonly book: PatientBook;
  readonly stages: StageTable;
  readonly vault: Pick<Vault, 'recordState' | 'putRecordState'>;
  /** Patients who have a pointer on the chain already: a change goes to it, a first record is appended. */
  readonly withPointer: Set<Hex>;
}

const PARALLEL_READS = 8;

/**
 * After a start: where everyone in the book stands. The chain is asked about all whose record the vault does not know
 * to be confirmed there; what happened to the others meanwhile is in the chain's events.
 */
export async function surveyAll(dependencies: SurveyDependencies): Promise<void> {
  const waiting = [...dependencies.book.entries()].map(([patient]) => patient);
  const work = async (): Promise<void> => {
    for (let patient = waiting.pop(); patient !== undefined; patient = waiting.pop()) {
      const state = await dependencies.vault.recordState({ pseudonym: patient });
      if (state?.status !== 'confirmed') {
        await surveyPatient(patient, dependencies);
        continue;
      }
      dependencies.withPointer.add(patient);
      dependencies.stages.set(patient, 'published');
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, work));
}

/** Reads one patient's stage from the chain's head. */
export async function surveyPatient(patient: Hex, dependencies: SurveyDependencies): Promise<void> {
  const { chain, book, stages, vault, withPointer } = dependencies;
  const entry = book.get(patient);
  if (entry === undefined) return;
  const { state, records } = await chain.relationship(entry.relationship, 'latest');
  if (records > 0n) withPointer.add(patient);
  else withPointer.delete(patient);
  if (state !== RELATIONSHIP_STATE.accepted) return stages.set(patient, stageWithout(state));
  const sealed = await vault.recordState({ pseudonym: patient });
  if (sealed === undefined || records === 0n) return stages.set(patient, 'accepted');
  const isAt = async (tag: bigint | 'latest'): Promise<boolean> =>
    (await chain.rootOf(entry.relationship, RECORD_INDEX, tag)).toLowerCase() === sealed.root.toLowerCase();
  if (!(await isAt('latest'))) return stages.set(patient, 'accepted');
  stages.set(patient, 'published');
  const { number } = await chain.head();
  if (sealed.status === 'confirmed' || number < chain.confirmations || !(await isAt(number - chain.confirmations))) return;
  await vault.putRecordState(
    { pseudonym: patient },
    { ...sealed, relationship: entry.relationship, index: RECORD_INDEX, status: 'confirmed' },
  );
}

/** Stage of a relationship that is not accepted: not there at all, or there and paused, ended or merely proposed. */
function stageWithout(state: number): Stage {
  return state === RELATIONSHIP_STATE.none ? 'planned' : 'closed';
}
