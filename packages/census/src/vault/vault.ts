import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { ClinicalResource } from '../record/index.ts';
import { type ChangeFollower, clearChanges, isChanged, listChanges, markAllChanged, type PatientChange } from './changes.ts';
import { openCollection, type VaultCollection } from './collection.ts';
import { type Database, openDatabase } from './database.ts';
import { listPatients, ownerName, type PatientRef, readPatient } from './patients.ts';
import { type PutReport, putResources } from './put-resources.ts';
import { type RecordState, readRecordState, writeRecordState } from './record-state.ts';
import { buildRecordTree, type RecordLeaf, type RecordTree } from './record-tree.ts';
import { readResources } from './resources.ts';

export interface VaultOptions {
  readonly dir: string;
  /** 32 bytes, see `vaultKeyFrom`. */
  readonly key: Uint8Array;
}

/** A patient's record as it stands in the vault now. */
export interface VaultRecord {
  /** In `type/id` order: the order of the leaves. */
  readonly resources: readonly ClinicalResource[];
  /** `undefined` until `sealRecord` was called. */
  readonly state: RecordState | undefined;
}

export interface ProvenLeaves {
  readonly root: Uint8Array;
  readonly leafCount: number;
  readonly leaves: readonly RecordLeaf[];
}

/** Identified records, encrypted at rest. Read to serve a record to its viewer, and by de-identification; never by the catalogue. */
export interface Vault {
  putResources(resources: readonly ClinicalResource[]): Promise<PutReport>;
  patients(): AsyncIterable<PatientRef>;
  patient(pseudonym: Hex): Promise<PatientRef | undefined>;
  /** By the id that her source gives her. */
  findPatient(patientId: string): Promise<PatientRef | undefined>;
  /** In `type/id` order. */
  resourcesOf(patient: Pick<PatientRef, 'pseudonym'>): Promise<ClinicalResource[]>;
  /** Organisations, practitioners, medications …: what belongs to no patient. */
  sharedResources(): Promise<ClinicalResource[]>;
  recordOf(patient: Pick<PatientRef, 'pseudonym'>): Promise<VaultRecord>;
  /** The same state, without reading the resources. */
  recordState(patient: Pick<PatientRef, 'pseudonym'>): Promise<RecordState | undefined>;
  /** Draws a fresh record salt, computes the root over the resources as they are, and stores both durably as `sealed`. */
  sealRecord(patient: Pick<PatientRef, 'pseudonym'>): Promise<RecordState>;
  putRecordState(patient: Pick<PatientRef, 'pseudonym'>, state: RecordState): Promise<void>;
  /** The root over the resources as they are now, under the stored salt: the caller compares it with the chain's. */
  contentRoot(patient: Pick<PatientRef, 'pseudonym'>): Promise<Uint8Array>;
  leavesWithProofs(
    patient: Pick<PatientRef, 'pseudonym'>,
    filter: (resource: Pick<ClinicalResource, 'type' | 'id'>) => boolean,
  ): Promise<ProvenLeaves>;
  /** Patients changed since the follower last cleared them. */
  changes(follower: ChangeFollower): AsyncIterable<PatientChange>;
  isChanged(follower: ChangeFollower, patient: Pick<PatientRef, 'pseudonym'>): Promise<boolean>;
  clearChanges(changes: readonly PatientChange[]): Promise<void>;
  /** For a follower that has lost what it knew. */
  markAllChanged(follower: ChangeFollower): Promise<void>;
  collection(name: string): VaultCollection;
  close(): Promise<void>;
}

/**
 * Opens the vault, or makes it. One process at a time.
 * @throws MedrecError `VAULT_LOCKED`, `VAULT_KEY_WRONG`, `VAULT_UNREADABLE`.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const database = await openDatabase(options.dir, options.key);
  return {
    putResources: (resources) => database.exclusively(() => putResources(database, resources)),
    patients: () => listPatients(database),
    patient: (pseudonym) => readPatient(database, pseudonym),
    findPatient: (patientId) => readPatient(database, bytesToHex(ownerName(database, patientId))),
    resourcesOf: (patient) => readResources(database, patient.pseudonym),
    sharedResources: () => readResources(database, null),
    recordOf: async (patient) => ({
      resources: await readResources(database, patient.pseudonym),
      state: await readRecordState(database, patient.pseudonym),
    }),
    recordState: (patient) => readRecordState(database, patient.pseudonym),
    sealRecord: (patient) => database.exclusively(() => sealRecord(database, patient.pseudonym)),
    putRecordState: (patient, state) => writeRecordState(database, patient.pseudonym, state),
    contentRoot: async (patient) => (await treeOf(database, patient.pseudonym)).root,
    async leavesWithProofs(patient, filter) {
      const resources = await readResources(database, patient.pseudonym);
      const tree = await treeOf(database, patient.pseudonym, resources);
      const leaves = resources.flatMap((resource, index) => (filter(resource) ? [tree.leaf(index)] : []));
      return { root: tree.root, leafCount: tree.leafCount, leaves };
    },
    changes: (follower) => listChanges(database, follower),
    isChanged: (follower, patient) => isChanged(database, follower, patient.pseudonym),
    clearChanges: (changes) => database.exclusively(() => clearChanges(database, changes)),
    markAllChanged: (follower) => database.exclusively(() => markAllChanged(database, follower)),
    collection: (name) => openCollection(database, name),
    close: () => database.close(),
  };
}

async function sealRecord(database: Database, pseudonym: Hex): Promise<RecordState> {
  const before = await readRecordState(database, pseudonym);
  const salt = randomBytes(32);
  const tree = buildRecordTree(await readResources(database, pseudonym), salt);
  const state: RecordState = {
    salt: bytesToHex(salt),
    root: bytesToHex(tree.root),
    leafCount: tree.leafCount,
    relationship: before?.relationship ?? null,
    index: before?.index ?? null,
    status: 'sealed',
  };
  await writeRecordState(database, pseudonym, state);
  return state;
}

async function treeOf(database: Database, pseudonym: Hex, resources?: readonly ClinicalResource[]): Promise<RecordTree> {
  const state = await readRecordState(database, pseudonym);
  if (state) return buildRecordTree(resources ?? (await readResources(database, pseudonym)), hexToBytes(state.salt));
  throw new MedrecError({
    code: 'RECORD_UNSEALED',
    message: 'The record has no salt and root yet.',
    remedy: 'Wait until the publisher has sealed it.',
  });
}
