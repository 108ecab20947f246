import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Chain, type Clock, type HeadChange, systemClock } from '../chain/index.ts';
import { checkTransactionForm, decodeTransaction } from '../consensus/index.ts';
import type { Executor } from '../execution/index.ts';
import type { Senders } from '../senders/index.ts';
import { checkSize, senderOf } from './admission-rules/decode.ts';
import { createFailureQuota } from './admission-rules/failures.ts';
import { makeRoom } from './admission-rules/room.ts';
import { type AdmitDependencies, admitSteadily } from './admit.ts';
import { applyHead } from './apply-head.ts';
import type { PoolJournal } from './journal.ts';
import { noteLeftOut } from './left-out.ts';
import { DEFAULT_LIMITS, type PoolLimits } from './limits.ts';
import { createListeners } from './listeners.ts';
import { orderReady } from './order-ready.ts';
import { recheckWaiting } from './recheck-waiting.ts';
import { createRefusals } from './refusals.ts';
import { restoreJournal } from './restore.ts';
import { createSenderQueues, firstFreeNonce, type PoolEntry, poolEntry } from './sender-queues.ts';
import { createStandings } from './standings.ts';
import type { OrderingPolicy, TxPool } from './types.ts';

export interface TxPoolOptions {
  readonly chain: Chain;
  readonly executor: Executor;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly limits?: Partial<PoolLimits>;
  /** Without it each sender is recovered on the calling thread. */
  readonly senders?: Pick<Senders, 'prepare'>;
  /** Where waiting transactions outlast the process; closed by the pool. Without it they are in memory alone. */
  readonly journal?: PoolJournal;
}

/** The transactions that wait for a block. What `restore` brings back passes the same rules as what peers send. */
export function createTxPool(options: TxPoolOptions): TxPool {
  const { chain, executor, senders, journal } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const queues = createSenderQueues();
  const failures = createFailureQuota(limits, clock.nowMs);
  const parts: AdmitDependencies = { chain, executor, clock, limits, failures, queues };
  const listeners = createListeners(log);
  const standings = createStandings();
  const refusals = createRefusals(() => chain.head().hash);
  const underWay = new Map<Hex, Promise<Hex>>();
  let policy: OrderingPolicy | undefined;
  let restoring: Promise<number> | undefined;
  let sequence = 0;
  let isClosed = false;

  const insert = (entry: PoolEntry, accountNonce: bigint): void => {
    queues.insert(entry, accountNonce);
    standings.note(entry.sender, entry.standing);
    // While the old journal is gone through, it still holds what comes from it.
    if (restoring === undefined) journal?.add(entry);
    listeners.notify(entry);
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
      const standing = standings.of(returning.sender);
      insert(poolEntry(returning, { standing, sequence: sequence++, addedMs: clock.nowMs() }), accountNonce);
    }
    dropExpired();
    if (restoring === undefined) journal?.tidy(queues.all());
    void recheck();
  };
  const unsubscribe = chain.onHead(onHead);

  const admit = async (transaction: TypedTransaction, hash: Hex, origin: string, addedMs: number): Promise<Hex> => {
    refusals.refuse(hash);
    if (chain.spec.config.medrec.recordRules) checkTransactionForm(transaction);
    await senders?.prepare([transaction]);
    const sender = senderOf(transaction);
    const { admitted, waiting } = await refusals.remembering(hash, () => admitSteadily(transaction, sender, parts));
    if (waiting === hash) return hash;
    const { standing, accountNonce } = admitted;
    const entry = poolEntry({ transaction, sender }, { standing, sequence: sequence++, addedMs });
    const replaced = waiting === undefined ? undefined : queues.get(waiting);
    for (const leaving of makeRoom(entry, replaced, queues, limits)) {
      queues.remove(leaving.hash);
      log.debug({ hash: leaving.hash, by: hash }, 'transaction dropped: the pool is full and its payer has the most waiting');
    }
    insert(entry, accountNonce);
    log.debug({ hash, origin }, 'transaction pooled');
    return hash;
  };

  const add = async (raw: Uint8Array, origin: string, addedMs = clock.nowMs()): Promise<Hex> => {
    checkSize(raw, limits.maxTransactionBytes);
    const transaction = decodeTransaction(raw, chain.common);
    const hash = bytesToHex(transaction.hash());
    if (queues.get(hash) !== undefined) return hash;
    // Several peers send the same one at once; it is executed for one of them.
    const present = underWay.get(hash);
    if (present !== undefined) return present;
    const admitting = admit(transaction, hash, origin, addedMs).finally(() => underWay.delete(hash));
    underWay.set(hash, admitting);
    return admitting;
  };

  const placeOf = (raw: Uint8Array): string => {
    const transaction = decodeTransaction(raw, chain.common);
    return `${senderOf(transaction)} ${transaction.nonce}`;
  };

  return {
    add: (raw, origin) => add(raw, origin),
    get: queues.get,
    async pendingNonce(sender) {
      const address = sender.toLowerCase() as Hex;
      const queue = queues.queueOf(address);
      return queue ? firstFreeNonce(queue) : ((await chain.accountAt(chain.head().hash, address))?.nonce ?? 0n);
    },
    ready: () => orderReady(queues.queues(), policy),
    all: queues.all,
    orderBy(next) {
      policy = next;
    },
    restore() {
      const deps = { limits, clock, log, add, placeOf, isClosed: () => isClosed };
      restoring ??= restoreJournal(journal?.takeFound() ?? [], deps).finally(() => {
        restoring = undefined;
        if (!isClosed) journal?.tidy(queues.all(), true);
      });
      return restoring;
    },
    reportLeftOut,
    onAdded: listeners.add,
    async close() {
      isClosed = true;
      unsubscribe();
      listeners.clear();
      await restoring?.catch(() => undefined); // told to who asked for it
      await journal?.close();
    },
  };
}
