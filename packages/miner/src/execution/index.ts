export { checkBody } from './check-body.ts';
export { type CreateSpecOptions, createSpec } from './create-spec.ts';
export { createExecutor, type ExecutorOptions } from './executor.ts';
export { buildGenesis, specFingerprint } from './genesis.ts';
export { receiptsRootOf } from './receipts.ts';
export {
  type AccountProof,
  createMemoryState,
  decodeAccount,
  type FlatState,
  idsBelow,
  type MemoryState,
  resolveLink,
  resolveRecords,
  type StateNodes,
  type StateWrites,
  type StoredAccount,
} from './state/index.ts';
export type { ReadParticipant } from './state-reader.ts';
export {
  decodeBareNode,
  decodeNode,
  decodeRecord,
  EMPTY_ID,
  encodeNode,
  encodeRecord,
  isPacked,
  type LoadedNode,
  missingNode,
  type NodeId,
  type NodeRecord,
} from './trie/index.ts';
export type {
  AncestorHash,
  BlockResult,
  BlockTemplate,
  BuildRequest,
  CallRequest,
  CallResult,
  Executor,
  LogEntry,
  Receipt,
} from './types.ts';
