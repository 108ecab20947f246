import type { Account } from '@ethereumjs/util';
import type { Hex } from '@medrec/shared/bytes';
import type { NodeId, NodeRecord, NodeSource } from '../trie/index.ts';

/** An account beside the number of its storage trie's top. */
export interface StoredAccount {
  readonly account: Account;
  readonly storage: NodeId;
}

/**
 * Accounts and slots of one state, the head's, held in memory so that reading them walks no trie. Each question names
 * the state it is about by its top; about any other state the answer is always "not in memory".
 */
export interface FlatState {
  /** Undefined: not in memory. Null: there is no such account. */
  account(top: NodeId, address: Hex): StoredAccount | null | undefined;
  /** Without leading zeros. */
  slot(top: NodeId, address: Hex, slot: Hex): Uint8Array | undefined;
  keepAccount(top: NodeId, address: Hex, account: StoredAccount | null): void;
  keepSlot(top: NodeId, address: Hex, slot: Hex, value: Uint8Array): void;
}

/** Every state that is kept, as versions of one trie that share what is equal. */
export interface StateNodes extends NodeSource {
  /**
   * Top of the state under a root. Blocks on different branches may have one root and nodes of their own: what is built
   * on a block must name the block (hash), so that it lives as long as that block's nodes do.
   * @throws MedrecError `STATE_PRUNED`, `STATE_NODE_MISSING`
   */
  topOf(stateRoot: Uint8Array, block?: Uint8Array): NodeId;
  /** By Keccak-256. */
  code(hash: Uint8Array): Uint8Array | undefined;
  readonly flat: FlatState;
}

/** What a block changes in the state; written in the same atomic batch as the block. */
export interface StateWrites {
  /** Top of the state it was executed on. */
  readonly from: NodeId;
  /** Top of the state it leads to: a link as in `records`. */
  readonly top: NodeId;
  /** New nodes, children before parents; links as `draftRecords` gives them. */
  readonly records: readonly NodeRecord[];
  /** Nodes of the state it was executed on that the new one has no more. */
  readonly stale: readonly NodeId[];
  /** By Keccak-256. */
  readonly codes: ReadonlyMap<Hex, Uint8Array>;
  /** Changed accounts by address, `storage` being a link; null for one that is gone. */
  readonly accounts: ReadonlyMap<Hex, StoredAccount | null>;
  /** Changed slots by address and slot, without leading zeros. */
  readonly slots: ReadonlyMap<Hex, ReadonlyMap<Hex, Uint8Array>>;
  /** Whether an account lost its storage as a whole. */
  readonly hasDropped: boolean;
}
