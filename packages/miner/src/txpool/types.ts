import type { TypedTransaction } from '@ethereumjs/tx';
import type { Hex } from '@medrec/shared/bytes';

export interface PooledTransaction {
  readonly hash: Hex;
  readonly sender: Hex;
  readonly transaction: TypedTransaction;
}

/** What a sealer's own interest makes of the order in which it tries transactions. */
export interface OrderingPolicy {
  /** Higher goes first; equal ones are taken first seen first. Infinity: before all that has a price. */
  valueOf(pooled: PooledTransaction & { readonly addedMs: number }): number;
}

export interface TxPool {
  /** Decodes, checks admission rules at the head's state, keeps. @throws RuleError (`TX_…`) */
  add(raw: Uint8Array, origin: string): Promise<Hex>;
  get(hash: Hex): PooledTransaction | undefined;
  /** Next nonce of the sender counting what is pooled. */
  pendingNonce(sender: Hex): Promise<bigint>;
  /** In the order a sealer should try them: nonce order within a sender; by the policy's value, if there is one, and first seen first. */
  ready(): readonly PooledTransaction[];
  /** Undefined: first seen first alone. */
  orderBy(policy: OrderingPolicy | undefined): void;
  /** Takes in what waited when the node last ran, by the same rules as anything else. @returns how many still wait */
  restore(): Promise<number>;
  all(): readonly PooledTransaction[];
  /** A transaction that failed while a block was built; counts against its sender, dropped after some tries. */
  reportLeftOut(hash: Hex, code: string): void;
  onAdded(listener: (transaction: PooledTransaction) => void): () => void;
  close(): Promise<void>;
}
