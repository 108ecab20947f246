import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import type { PooledTransaction } from './types.ts';

export interface PoolEntry extends PooledTransaction {
  /** Order of arrival. */
  readonly sequence: number;
  readonly addedMs: number;
  /** Heads since it became its sender's next. */
  headsWaited: number;
  failedHeads: number;
  /** The last head on which it failed. */
  failedAt: Hex | undefined;
}

/** One sender's transactions by nonce. */
export interface SenderQueue {
  /** At the head. */
  accountNonce: bigint;
  readonly entries: Map<bigint, PoolEntry>;
}

/** All pooled transactions, by sender and nonce and by hash. */
export interface SenderQueues {
  get(hash: Hex): PoolEntry | undefined;
  queueOf(sender: Hex): SenderQueue | undefined;
  all(): PoolEntry[];
  queues(): IterableIterator<SenderQueue>;
  size(): number;
  /** Takes the place of an entry with the same nonce. */
  insert(entry: PoolEntry, accountNonce: bigint): void;
  remove(hash: Hex): void;
  /** Drops what the nonce has passed. */
  setNonce(sender: Hex, accountNonce: bigint): void;
}

export function createSenderQueues(): SenderQueues {
  const bySender = new Map<Hex, SenderQueue>();
  const byHash = new Map<Hex, PoolEntry>();

  const remove = (hash: Hex): void => {
    const entry = byHash.get(hash);
    if (entry === undefined) return;
    byHash.delete(hash);
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
    insert(entry, accountNonce) {
      const { nonce } = entry.transaction;
      const replaced = bySender.get(entry.sender)?.entries.get(nonce);
      if (replaced !== undefined) remove(replaced.hash);
      const queue = bySender.get(entry.sender) ?? { accountNonce, entries: new Map() };
      queue.accountNonce = accountNonce;
      queue.entries.set(nonce, entry);
      bySender.set(entry.sender, queue);
      byHash.set(entry.hash, entry);
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

/** A fresh entry for a transaction whose sender is known. */
export function poolEntry(pooled: Omit<PooledTransaction, 'hash'>, sequence: number, addedMs: number): PoolEntry {
  return { ...pooled, hash: bytesToHex(pooled.transaction.hash()), sequence, addedMs, headsWaited: 0, failedHeads: 0, failedAt: undefined };
}

/** The first nonce from the account's on that no entry has. */
export function firstFreeNonce(queue: SenderQueue): bigint {
  let nonce = queue.accountNonce;
  while (queue.entries.has(nonce)) nonce++;
  return nonce;
}
