export { type Clock, nowSeconds, systemClock } from './clock.ts';
export { type ChainOptions, createChain } from './create-chain.ts';
export { createImportQueue, type ImportQueue } from './import-queue.ts';
export { createOrphanPool, type OrphanLimits, type OrphanPool } from './orphan-pool.ts';
export type { BlockPoint, Chain, Head, HeadChange, ImportOutcome, Origin, TransactionPlace } from './types.ts';
