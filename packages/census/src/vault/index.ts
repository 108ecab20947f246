export type { ChangeFollower, PatientChange } from './changes.ts';
export type { VaultCollection } from './collection.ts';
export { vaultKeyFrom } from './keys.ts';
export type { PatientRef } from './patients.ts';
export type { PutOutcome, PutReport } from './put-resources.ts';
export type { RecordState } from './record-state.ts';
export { buildRecordTree, leafSalt, type RecordLeaf, type RecordTree } from './record-tree.ts';
export { openVault, type ProvenLeaves, type Vault, type VaultOptions, type VaultRecord } from './vault.ts';
