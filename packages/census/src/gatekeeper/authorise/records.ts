import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { type PatientBook, RECORD_INDEX } from '../../publisher/index.ts';
import type { RecordLeaf, Vault } from '../../vault/index.ts';

/** One resource with what proves it: its leaf is `hashLeaf(salt, canonical JSON)`. */
export interface ProvenResource {
  /** Position in the tree. */
  readonly leaf: number;
  readonly salt: Hex;
  readonly siblings: readonly Hex[];
  readonly resource: unknown;
}

/** What a query of one patient's record gave, and the record's root as computed from its contents at that moment. */
export interface QueriedRecord {
  /** The relationship's pointer that names it. */
  readonly index: number;
  /** 16 bytes. */
  readonly handle: Hex;
  readonly root: Hex;
  readonly leafCount: number;
  /** True while a loaded change has not reached the chain. */
  readonly isUpdating: boolean;
  /** In leaf order. */
  readonly resources: readonly ProvenResource[];
}

export interface VaultRecords {
  /** False for an address that holds no patient's record: another took its place, or it never had one. */
  isKept(relationship: Hex): boolean;
  /** Resources whose type the filter lets through; undefined while nothing of the relationship was sealed. */
  query(relationship: Hex, allows: (resourceType: string) => boolean): Promise<QueriedRecord | undefined>;
}

export function createVaultRecords(
  vault: Pick<Vault, 'patient' | 'recordState' | 'isChanged' | 'leavesWithProofs'>,
  book: PatientBook,
): VaultRecords {
  return {
    isKept: (relationship) => book.patientOf(relationship) !== undefined,
    async query(relationship, allows) {
      const pseudonym = book.patientOf(relationship);
      const patient = pseudonym && (await vault.patient(pseudonym));
      const state = patient && (await vault.recordState(patient));
      if (!patient || !state) return undefined;
      const { root, leafCount, leaves } = await vault.leavesWithProofs(patient, ({ type }) => allows(type));
      // Asked after the contents were read: a load that changed them in between has left its mark by now.
      const isUpdating = state.status !== 'confirmed' || (await vault.isChanged('publisher', patient));
      return { index: RECORD_INDEX, handle: patient.handle, root: bytesToHex(root), leafCount, isUpdating, resources: leaves.map(proven) };
    },
  };
}

function proven({ salt, proof, json }: RecordLeaf): ProvenResource {
  return { leaf: proof.index, salt: bytesToHex(salt), siblings: proof.siblings.map(bytesToHex), resource: JSON.parse(json) };
}
