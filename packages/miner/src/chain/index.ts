export type { Chain, Head, HeadChange, ImportOutcome, Origin, TransactionPlace } from './types.ts';
