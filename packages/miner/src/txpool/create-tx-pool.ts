import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Chain, type Clock, type HeadChange, systemClock } from '../chain/index.ts';
import { checkTransactionForm, decodeTransaction } from '../consensus/index.ts';
import type { Executor } from '../execution/index.ts';
import { checkSize, senderOf } from './admission-rules/decode.ts';
import { createFailureQuota } from './admission-rules/failures.ts';
import { checkRoom } from './admission-rules/room.ts';
import { type AdmitDependencies, admitSteadily } from './admit.ts';
import { applyHead } from './apply-head.ts';
import { noteLeftOut } from './left-out.ts';
import { DEFAULT_LIMITS, type PoolLimits } from './limits.ts';
import { orderReady } from './order-ready.ts';
import { recheckWaiting } from './recheck-waiting.ts';
import { createSenderQueues, firstFreeNonce, type PoolEntry, poolEntry } from './sender-queues.ts';
import type { PooledTransaction, TxPool } from './types.ts';

export interface TxPoolOptions {
  readonly chain: Chain;
  readonly executor: Executor;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly limits?: Partial<PoolLimits>;
}

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
  let isClosed = false;

  const insert = (entry: PoolEntry, accountNonce: bigint): void => {
    queues.insert(entry, accountNonce);
    for (const listener of listeners) listener(entry);
  };

  const dropExpired = (): void => {
    for (const entry of queues.all()) if (clock.nowMs() - entry.addedMs > limits.lifetimeMs) queues.remove(entry.hash);
  };

  const reportLeftOut = (hash: Hex, code: string): void => noteLeftOut(parts, log, hash, code);

  const recheck = async (): Promise<void> => {
    try {
      await recheckWaiting(parts, ({ hash }) => reportLeftOut(hash, 'TX_REVERTED'));
    } catch (error) {
      // A store that closes under the check is no fault.
      if (!isClosed) log.error({ err: asMedrecError(error) }, 'waiting transactions could not be tried');
    }
  };

  const onHead = (change: HeadChange): void => {
    for (const { accountNonce, ...returning } of applyHead(change, queues)) {
      const isTaken = queues.queueOf(returning.sender)?.entries.has(returning.transaction.nonce) ?? false;
      if (isTaken || queues.size() >= limits.maxTransactions) continue;
      insert(poolEntry(returning, sequence++, clock.nowMs()), accountNonce);
    }
    dropExpired();
    void recheck();
  };
  const unsubscribe = chain.onHead(onHead);

  return {
    async add(raw, origin) {
      checkSize(raw, limits.maxTransactionBytes);
      const transaction = decodeTransaction(raw, chain.common);
      const hash = bytesToHex(transaction.hash());
      if (queues.get(hash) !== undefined) return hash;
      if (chain.spec.config.medrec.recordRules) checkTransactionForm(transaction);
      const sender = senderOf(transaction);
      const { admitted, waiting } = await admitSteadily(transaction, sender, parts);
      if (waiting === hash) return hash;
      const replaced = waiting === undefined ? 0 : 1;
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
    reportLeftOut,
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
      isClosed = true;
      unsubscribe();
      listeners.clear();
    },
  };
}
