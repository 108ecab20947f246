export type { PooledTransaction, TxPool } from './types.ts';
