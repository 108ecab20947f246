import type { TypedTransaction } from '@ethereumjs/tx';
import type { Hex } from '@medrec/shared/bytes';

export interface PooledTransaction {
  readonly hash: Hex;
  readonly sender: Hex;
  readonly transaction: TypedTransaction;
}

export interface TxPool {
  /** Decodes, checks admission rules at the head's state, keeps. @throws RuleError (`TX_…`) */
  add(raw: Uint8Array, origin: string): Promise<Hex>;
  get(hash: Hex): PooledTransaction | undefined;
  /** Next nonce of the sender counting what is pooled. */
  pendingNonce(sender: Hex): Promise<bigint>;
  /** In the order a sealer should try them: nonce order within a sender, first seen first. */
  ready(): readonly PooledTransaction[];
  all(): readonly PooledTransaction[];
  /** A transaction that failed while a block was built; counts against its sender, dropped after some tries. */
  reportLeftOut(hash: Hex, code: string): void;
  onAdded(listener: (transaction: PooledTransaction) => void): () => void;
  close(): void;
}
