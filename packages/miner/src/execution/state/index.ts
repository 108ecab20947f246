export { decodeAccount } from './account-reads.ts';
export { idsBelow } from './ids-below.ts';
export { createJournaledState, type JournaledState } from './journaled-state.ts';
export { createMemoryState, type MemoryState } from './memory-state.ts';
export { missingCode } from './missing-code.ts';
export { type OpenState, openState } from './open-state.ts';
export { type AccountProof, proveAccount, type SlotProof } from './prove-account.ts';
export { resolveLink, resolveRecords } from './resolve-records.ts';
export type { FlatState, StateNodes, StateWrites, StoredAccount } from './types.ts';
