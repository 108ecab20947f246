export { createTxPool, type TxPoolOptions } from './create-tx-pool.ts';
export { DEFAULT_LIMITS, type PoolLimits } from './limits.ts';
export type { PooledTransaction, TxPool } from './types.ts';
