export type { BlockResult, BlockTemplate, BuildRequest, CallRequest, CallResult, Executor, LogEntry, NodeReader, NodeWrites, Receipt } from './types.ts';
