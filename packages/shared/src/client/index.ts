export { createGatekeeperClient, type GatekeeperClient, type GatekeeperClientOptions } from './gatekeeper-client.ts';
export type {
  AccessLogEntry,
  CensusLogEntry,
  EnrollRegistration,
  GrantPreimage,
  ProviderInfo,
  RecordAnswer,
} from './gatekeeper-schemas.ts';
export { createJsonRpc, type JsonRpc } from './json-rpc.ts';
export type { LogFilter } from './log-ranges.ts';
export {
  type BlockTag,
  createNodeClient,
  type NetworkConfig,
  type NodeClient,
  type NodeClientOptions,
  type TransactionRequest,
} from './node-client.ts';
export type { BlockSummary, CheckpointView, LogEntry, Receipt } from './node-schemas.ts';
export { plainText } from './plain-text.ts';
export {
  type CallToSend,
  createTransactor,
  type PendingTransaction,
  type Transactor,
  type TransactorOptions,
  type WaitOptions,
} from './transactor.ts';
