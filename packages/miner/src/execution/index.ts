export { type CreateSpecOptions, createSpec } from './create-spec.ts';
export { createExecutor, type ExecutorOptions } from './executor.ts';
export { buildGenesis, specFingerprint } from './genesis.ts';
export type { ReadParticipant } from './state-reader.ts';
export type {
  AncestorHash,
  BlockResult,
  BlockTemplate,
  BuildRequest,
  CallRequest,
  CallResult,
  Executor,
  LogEntry,
  NodeReader,
  NodeWrites,
  Receipt,
} from './types.ts';
