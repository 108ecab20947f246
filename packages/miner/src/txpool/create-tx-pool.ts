import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Chain, type Clock, type Head, type HeadChange, systemClock } from '../chain/index.ts';
import type { Executor } from '../execution/index.ts';
import { checkSize, decodeTransaction, senderOf } from './admission-rules/decode.ts';
import { createFailureQuota } from './admission-rules/failures.ts';
import { checkRoom } from './admission-rules/room.ts';
import { type AdmitDependencies, type Admitted, admitAt } from './admit.ts';
import { applyHead } from './apply-head.ts';
import { DEFAULT_LIMITS, type PoolLimits } from './limits.ts';
import { orderReady } from './order-ready.ts';
import { createSenderQueues, firstFreeNonce, type PoolEntry, poolEntry } from './sender-queues.ts';
import type { PooledTransaction, TxPool } from './types.ts';

export interface TxPoolOptions {
  readonly chain: Chain;
  readonly executor: Executor;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly limits?: Partial<PoolLimits>;
}

/** What a builder found out about the transaction itself; other codes (quota, nonce, gas) are about its place in a block. */
const FAILURE_CODES = new Set(['TX_REVERTED', 'TX_SENDER_UNREGISTERED']);

/** The transactions that wait for a block, in memory. Nothing is on disk: senders send again after a restart. */
export function createTxPool(options: TxPoolOptions): TxPool {
  const { chain, executor } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const queues = createSenderQueues();
  const failures = createFailureQuota(limits, clock.nowMs);
  const parts: AdmitDependencies = { chain, executor, clock, limits, failures, queues };
  const listeners = new Set<(transaction: PooledTransaction) => void>();
  let sequence = 0;

  const insert = (entry: PoolEntry, accountNonce: bigint): void => {
    queues.insert(entry, accountNonce);
    for (const listener of listeners) listener(entry);
  };

  const dropExpired = (): void => {
    for (const entry of queues.all()) if (clock.nowMs() - entry.addedMs > limits.lifetimeMs) queues.remove(entry.hash);
  };

  const onHead = (change: HeadChange): void => {
    for (const { accountNonce, ...returning } of applyHead(change, queues)) {
      const isTaken = queues.queueOf(returning.sender)?.entries.has(returning.transaction.nonce) ?? false;
      if (isTaken || queues.size() >= limits.maxTransactions) continue;
      insert(poolEntry(returning, sequence++, clock.nowMs()), accountNonce);
    }
    dropExpired();
  };
  const unsubscribe = chain.onHead(onHead);

  return {
    async add(raw, origin) {
      checkSize(raw, limits.maxTransactionBytes);
      const transaction = decodeTransaction(raw, chain.common);
      const hash = bytesToHex(transaction.hash());
      if (queues.get(hash) !== undefined) return hash;
      const sender = senderOf(transaction);
      const waiting = () => queues.queueOf(sender)?.entries.get(transaction.nonce)?.hash;
      // Head and pool may change while state is read; what was found out holds for one of each only.
      let seen: { readonly head: Head; readonly waiting: Hex | undefined };
      let admitted: Admitted;
      do {
        seen = { head: chain.head(), waiting: waiting() };
        if (seen.waiting === hash) return hash;
        admitted = await admitAt(seen.head, transaction, sender, parts);
      } while (seen.head.hash !== chain.head().hash || seen.waiting !== waiting());
      const replaced = seen.waiting === undefined ? 0 : 1;
      const ofSender = (queues.queueOf(sender)?.entries.size ?? 0) - replaced;
      checkRoom({ total: queues.size() - replaced, ofSender }, admitted.role, limits);
      insert(poolEntry({ transaction, sender }, sequence++, clock.nowMs()), admitted.accountNonce);
      log.debug({ hash, origin }, 'transaction pooled');
      return hash;
    },
    get: queues.get,
    async pendingNonce(sender) {
      const address = sender.toLowerCase() as Hex;
      const queue = queues.queueOf(address);
      return queue ? firstFreeNonce(queue) : ((await chain.accountAt(chain.head().hash, address))?.nonce ?? 0n);
    },
    ready: () => orderReady(queues.queues()),
    all: queues.all,
    reportLeftOut(hash, code) {
      const entry = queues.get(hash);
      const head = chain.head().hash;
      if (entry === undefined || !FAILURE_CODES.has(code) || entry.failedAt === head) return;
      entry.failedAt = head;
      entry.failedHeads++;
      failures.count(entry.sender);
      if (entry.failedHeads < limits.maxFailedHeads) return;
      queues.remove(hash);
      log.info({ hash, code }, 'transaction dropped: it fails on every new head');
    },
    onAdded(listener) {
      const guarded = (transaction: PooledTransaction): void => {
        try {
          listener(transaction);
        } catch (error) {
          log.error({ err: asMedrecError(error) }, 'a listener failed on a new transaction');
        }
      };
      listeners.add(guarded);
      return () => listeners.delete(guarded);
    },
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
