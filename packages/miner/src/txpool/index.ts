export { createTxPool, type TxPoolOptions } from './create-tx-pool.ts';
export { openPoolJournal, type PoolJournal } from './journal.ts';
export { DEFAULT_LIMITS, type PoolLimits } from './limits.ts';
export { createOfferOrder } from './offer-order.ts';
export type { OrderingPolicy, PooledTransaction, TxPool } from './types.ts';
