export { type Clock, nowSeconds, systemClock } from './clock.ts';
export { type ChainOptions, createChain } from './create-chain.ts';
export type { Chain, Head, HeadChange, ImportOutcome, Origin, TransactionPlace } from './types.ts';
