import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { ANSWER_BYTES, SIGNATURE_BYTES } from './messages.ts';
import { createRecoveryThread, type RecoveryThread } from './recovery-thread.ts';
import { hasLowS, writeSignature } from './signature-bytes.ts';

/** Who sent a transaction: found by a worker thread, and remembered by its hash, so that what waited in the pool costs a block nothing. */
export interface Senders {
  /**
   * Leaves each transaction knowing its sender's public key, as far as its signature has one; the rules then find it at hand.
   * Never throws: what is not found here is found, or refused, where it is asked for.
   */
  prepare(transactions: readonly TypedTransaction[]): Promise<void>;
  close(): Promise<void>;
}

export interface SendersOptions {
  readonly thread?: RecoveryThread;
}

/** Public keys kept: two full pools. */
const REMEMBERED = 40_000;
/** Fewer are recovered quicker than they are handed to a thread and back; they first wait for others that come in the same turn. */
const SMALLEST_BATCH = 4;
const LARGEST_BATCH = 256;
/** Batches that may wait for the thread; beyond, whoever asks does the work itself. */
const MAX_WAITING = 32;

export function createSenders({ thread = createRecoveryThread() }: SendersOptions = {}): Senders {
  // Insertion order is order of age: what is looked up again is a block away from being done with.
  const known = new Map<Hex, Uint8Array>();
  /** A range's transactions are asked for again by the import of their block. */
  const underWay = new WeakMap<TypedTransaction, Promise<void>>();

  const remember = (transaction: TypedTransaction, publicKey: Uint8Array): void => {
    if (!hasLowS(transaction)) return;
    known.set(bytesToHex(transaction.hash()), publicKey);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) return;
      known.delete(oldest);
    }
  };

  /** True when nothing is left to do. */
  const isKnown = (transaction: TypedTransaction): boolean => {
    if (!transaction.isSigned() || transaction.cache.senderPubKey !== undefined) return true;
    const publicKey = known.get(bytesToHex(transaction.hash()));
    if (publicKey === undefined) return false;
    transaction.cache.senderPubKey = publicKey;
    return true;
  };

  const recoverHere = (transaction: TypedTransaction): void => {
    if (transaction.verifySignature()) remember(transaction, transaction.getSenderPublicKey());
  };

  const recoverThere = async (batch: readonly TypedTransaction[]): Promise<void> => {
    const signatures = new Uint8Array(batch.length * SIGNATURE_BYTES);
    const sent = batch.filter((transaction, at) => writeSignature(transaction, signatures, at * SIGNATURE_BYTES));
    // One that the rules refuse is rare enough for the whole batch to go the plain way.
    const answers = sent.length === batch.length ? await thread.recover(signatures) : undefined;
    for (const [at, transaction] of batch.entries()) {
      const answer = answers?.subarray(at * ANSWER_BYTES, (at + 1) * ANSWER_BYTES);
      if (answer?.[0] !== 1) {
        recoverHere(transaction);
        continue;
      }
      const publicKey = answer.slice(1);
      transaction.cache.senderPubKey = publicKey;
      remember(transaction, publicKey);
    }
  };

  const recoverAll = async (unknown: readonly TypedTransaction[]): Promise<void> => {
    if (unknown.length < SMALLEST_BATCH || thread.waiting() >= MAX_WAITING) {
      for (const transaction of unknown) recoverHere(transaction);
      return;
    }
    const batches: Promise<void>[] = [];
    for (let at = 0; at < unknown.length; at += LARGEST_BATCH) batches.push(recoverThere(unknown.slice(at, at + LARGEST_BATCH)));
    await Promise.all(batches);
  };

  let gathered: TypedTransaction[] = [];
  let gathering: Promise<void> | undefined;

  /** Transactions of many callers as one batch. */
  const gather = (few: readonly TypedTransaction[]): Promise<void> => {
    gathered.push(...few);
    gathering ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const all = gathered;
      gathered = [];
      gathering = undefined;
      return recoverAll(all);
    });
    return gathering;
  };

  return {
    async prepare(transactions) {
      const unknown = transactions.filter((transaction) => !isKnown(transaction));
      const fresh = unknown.filter((transaction) => !underWay.has(transaction));
      if (fresh.length > 0) {
        const done = fresh.length < SMALLEST_BATCH ? gather(fresh) : recoverAll(fresh);
        for (const transaction of fresh) underWay.set(transaction, done);
      }
      await Promise.all(new Set(unknown.map((transaction) => underWay.get(transaction))));
    },
    close: thread.close,
  };
}
