import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, relationshipsAbi } from '@medrec/shared/contracts';
import { APPEND_INDEX, locatorKeys, packRecordItems, type RecordItem, sealLocator } from '@medrec/shared/records';
import type { EncryptionKeyPair } from '@medrec/shared/signing';
import type { PatientRef, RecordState, Vault } from '../vault/index.ts';
import type { Offer } from './offer-rotation.ts';
import type { PatientBook } from './patient-book.ts';
import type { RecordChanges } from './record-changes.ts';
import { type BatchDependencies, hasRoom, sendBatch } from './send-batch.ts';
import { skippedIn } from './skipped.ts';
import type { StageTable } from './stages.ts';
import { RECORD_INDEX } from './survey.ts';

export const RECORD_BATCH = 200;

export interface RecordDependencies extends BatchDependencies {
  readonly vault: Pick<Vault, 'patient' | 'sealRecord' | 'recordState' | 'putRecordState'>;
  readonly book: PatientBook;
  readonly stages: StageTable;
  readonly changes: RecordChanges;
  readonly withPointer: Set<Hex>;
  readonly encryption: EncryptionKeyPair;
  readonly nextOffer: () => Promise<Offer | undefined>;
  readonly lookAgain: (patients: readonly Hex[]) => void;
}

interface Pointer {
  readonly patient: Hex;
  readonly state: RecordState;
  readonly item: RecordItem;
}

/** Sends the records of accepted patients, at most one batch with one offer. @returns false when there is nothing to send or no room. */
export async function setRecords(dependencies: RecordDependencies): Promise<boolean> {
  const { stages, vault, withPointer, book } = dependencies;
  if (stages.count('accepted') === 0 || !(await hasRoom(dependencies))) return false;
  const items = await pointersToSend(dependencies);
  if (items.length === 0) return false;
  const offer = await dependencies.nextOffer();
  if (offer === undefined) {
    dependencies.log.warn('no product is offered on the chain, so no record can be sent');
    return false;
  }
  const patientsOf = (some: readonly Pointer[]): Hex[] => some.map(({ patient }) => patient);
  return sendBatch<Pointer>(
    {
      to: RELATIONSHIPS_ADDRESS,
      label: 'set records',
      items,
      encode: (some) => encodeCall(relationshipsAbi, 'setRecords', [offer, bytesToHex(packRecordItems(some.map(({ item }) => item)))]),
      onSending: (some) => {
        for (const { patient } of some) stages.set(patient, 'sending');
      },
      async onSealed(some, transaction) {
        const skipped = skippedIn(transaction);
        for (const { patient, item } of some) {
          if (skipped.has(item.relationship) || book.get(patient)?.relationship !== item.relationship) continue;
          withPointer.add(patient);
          stages.set(patient, 'published');
        }
        dependencies.lookAgain(some.filter(({ item }) => skipped.has(item.relationship)).map(({ patient }) => patient));
      },
      async onConfirmed(some) {
        for (const { patient, state, item } of some) {
          const present = await vault.recordState({ pseudonym: patient });
          const relationship = book.get(patient)?.relationship;
          if (present === undefined || relationship !== item.relationship || present.root !== state.root) continue; // sealed anew meanwhile
          if (stages.of(patient) !== 'published') continue;
          await vault.putRecordState({ pseudonym: patient }, { ...present, relationship, index: RECORD_INDEX, status: 'confirmed' });
        }
      },
      onLost: (some) => dependencies.lookAgain(patientsOf(some)),
    },
    dependencies,
  );
}

async function pointersToSend(dependencies: RecordDependencies): Promise<Pointer[]> {
  const { stages, book, vault, changes, withPointer } = dependencies;
  const pointers: Pointer[] = [];
  for (const patient of stages.patientsIn('accepted')) {
    if (pointers.length === RECORD_BATCH) break;
    const entry = book.get(patient);
    const state = await sealedState(patient, changes, vault);
    const ref = await vault.patient(patient);
    if (entry === undefined || state === undefined || ref === undefined) continue;
    const keys = locatorKeys(dependencies.encryption, entry.encryptionKey);
    const item = {
      relationship: entry.relationship,
      index: withPointer.has(patient) ? RECORD_INDEX : APPEND_INDEX,
      root: hexToBytes(state.root),
      locator: sealLocator(keys, handleOf(ref)),
    };
    pointers.push({ patient, state, item });
  }
  return pointers;
}

/** The record as sealed; a changed one is sealed anew, once it has rested. The salt and root are on disk before they are sent. */
async function sealedState(patient: Hex, changes: RecordChanges, vault: RecordDependencies['vault']): Promise<RecordState | undefined> {
  const change = changes.of(patient);
  if (change === undefined) return vault.recordState({ pseudonym: patient });
  if (!change.hasRested) return undefined;
  const state = await vault.sealRecord({ pseudonym: patient });
  await changes.clear(patient);
  return state;
}

function handleOf(ref: PatientRef): Uint8Array {
  return hexToBytes(ref.handle);
}
