import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { PooledTransaction } from './types.ts';

/** Who answers for a transaction; see `Standing`. */
export interface PoolEntry extends PooledTransaction {
  readonly standing: Standing;
  readonly bytes: number;
  /** Order of arrival. */
  readonly sequence: number;
  readonly addedMs: number;
  /** Heads since it became its sender's next. */
  headsWaited: number;
  failedHeads: number;
  /** The last head on which it failed. */
  failedAt: Hex | undefined;
}

/** A sender's place in the network when it was last looked up. */
export interface Standing {
  /** The provider or lab that answers for the sender: itself, or its sponsor's sponsor. */
  readonly payer: Hex;
  /** A provider or lab; the others have places that these cannot take. */
  readonly isInstitution: boolean;
}

/** One sender's transactions by nonce. */
export interface SenderQueue {
  /** At the head. */
  accountNonce: bigint;
  readonly entries: Map<bigint, PoolEntry>;
}

export interface PoolFill {
  readonly transactions: number;
  readonly bytes: number;
}

/** All pooled transactions, by sender and nonce and by hash. */
export interface SenderQueues {
  get(hash: Hex): PoolEntry | undefined;
  queueOf(sender: Hex): SenderQueue | undefined;
  all(): PoolEntry[];
  queues(): IterableIterator<SenderQueue>;
  size(): number;
  fill(): PoolFill;
  /** The part of it that providers and labs sent themselves, or the others'. */
  fillOf(isInstitution: boolean): PoolFill;
  /** What waits by who answers for it. */
  byPayer(): ReadonlyMap<Hex, { readonly transactions: number; readonly senders: number }>;
  /** Takes the place of an entry with the same nonce. */
  insert(entry: PoolEntry, accountNonce: bigint): void;
  remove(hash: Hex): void;
  /** Drops what the nonce has passed. */
  setNonce(sender: Hex, accountNonce: bigint): void;
}

export function createSenderQueues(): SenderQueues {
  const bySender = new Map<Hex, SenderQueue>();
  const byHash = new Map<Hex, PoolEntry>();
  const byPayer = new Map<Hex, { transactions: number; senders: number }>();
  const total = { transactions: 0, bytes: 0 };
  const institutions = { transactions: 0, bytes: 0 };
  const others = { transactions: 0, bytes: 0 };

  const count = ({ standing, sender, bytes }: PoolEntry, sign: 1 | -1): void => {
    for (const fill of [total, standing.isInstitution ? institutions : others]) {
      fill.transactions += sign;
      fill.bytes += sign * bytes;
    }
    const held = byPayer.get(standing.payer) ?? { transactions: 0, senders: 0 };
    held.transactions += sign;
    // Counted while the entry is in its queue: the first to come and the last to go.
    if (bySender.get(sender)?.entries.size === 1) held.senders += sign;
    if (held.transactions > 0) byPayer.set(standing.payer, held);
    else byPayer.delete(standing.payer);
  };

  const remove = (hash: Hex): void => {
    const entry = byHash.get(hash);
    if (entry === undefined) return;
    byHash.delete(hash);
    count(entry, -1);
    const queue = bySender.get(entry.sender);
    queue?.entries.delete(entry.transaction.nonce);
    if (queue?.entries.size === 0) bySender.delete(entry.sender);
  };

  return {
    get: (hash) => byHash.get(hash),
    queueOf: (sender) => bySender.get(sender),
    all: () => [...byHash.values()],
    queues: () => bySender.values(),
    size: () => byHash.size,
    fill: () => total,
    fillOf: (isInstitution) => (isInstitution ? institutions : others),
    byPayer: () => byPayer,
    insert(entry, accountNonce) {
      const { nonce } = entry.transaction;
      const replaced = bySender.get(entry.sender)?.entries.get(nonce);
      if (replaced !== undefined) remove(replaced.hash);
      const queue = bySender.get(entry.sender) ?? { accountNonce, entries: new Map() };
      queue.accountNonce = accountNonce;
      queue.entries.set(nonce, entry);
      bySender.set(entry.sender, queue);
      byHash.set(entry.hash, entry);
      count(entry, 1);
    },
    remove,
    setNonce(sender, accountNonce) {
      const queue = bySender.get(sender);
      if (queue === undefined) return;
      queue.accountNonce = accountNonce;
      for (const [nonce, entry] of queue.entries) if (nonce < accountNonce) remove(entry.hash);
    },
  };
}

export interface EntryFacts {
  readonly standing: Standing;
  readonly sequence: number;
  readonly addedMs: number;
}

/** A fresh entry for a transaction whose sender is known. */
export function poolEntry(pooled: Omit<PooledTransaction, 'hash'>, facts: EntryFacts): PoolEntry {
  const hash = bytesToHex(pooled.transaction.hash());
  const bytes = pooled.transaction.serialize().length;
  return { ...pooled, ...facts, hash, bytes, headsWaited: 0, failedHeads: 0, failedAt: undefined };
}

/** The first nonce from the account's on that no entry has. */
export function firstFreeNonce(queue: SenderQueue): bigint {
  let nonce = queue.accountNonce;
  while (queue.entries.has(nonce)) nonce++;
  return nonce;
}
