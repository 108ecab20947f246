import { setTimeout as sleep } from 'node:timers/promises';
import type { Load } from './load.ts';
import { PROVIDERS } from './load.ts';
import { type Counted, countNew, type Server } from './server.ts';

export interface Drive {
  readonly transactions: number;
  /** From the first block behind the warm-up to the last block. */
  readonly transactionsPerSecond: number;
  /** From the first transaction sent to the last block. */
  readonly overallTransactionsPerSecond: number;
  readonly seconds: number;
  readonly blocks: number;
}

/** Transactions in one request. */
const BATCH = 40;
/** Requests on the way at once, each with senders of its own, so that a sender's nonces arrive in order. */
const LANES = 2;
/** Sent and in no block yet, where blocks come by the clock: below what a pool holds for that many senders. */
const WINDOW: number = PROVIDERS * 200;
/** Where blocks are made by call: how many must wait, so that the call itself does not count. Twice as many may be sent meanwhile. */
const BLOCK_TRANSACTIONS = 250;
const WARM_UP_SHARE = 0.1;
const POLL_MS = 25;
const STALL_MS = 120_000;

/** Sends the first `count` of the load and waits until all are in blocks. */
export async function drive(server: Server, load: Load, count: number): Promise<Drive> {
  const { rpc } = server;
  const first = { height: Number(await rpc.call<string>('eth_blockNumber')), transactions: 0 };
  const started = performance.now();
  const timeline: { atMs: number; transactions: number }[] = [];
  let counted: Counted = first;
  let sent = 0;
  const window = server.mine ? 2 * BLOCK_TRANSACTIONS : WINDOW;

  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    const own = load.transactions.slice(0, count).filter(({ sender }) => sender % LANES === lane);
    for (let at = 0; at < own.length; at += BATCH) {
      while (sent - counted.transactions > window) await sleep(5);
      const calls = own.slice(at, at + BATCH).map(({ raw }) => ({ method: 'eth_sendRawTransaction', params: [raw] }));
      await rpc.batch(calls);
      sent += calls.length;
    }
  });
  const watch = async (): Promise<void> => {
    let changedMs = performance.now();
    while (counted.transactions < count) {
      const waiting = sent - counted.transactions;
      const shallMine = server.mine && (waiting >= BLOCK_TRANSACTIONS || (sent === count && waiting > 0));
      if (shallMine) await server.mine?.();
      else await sleep(POLL_MS);
      const before = counted.transactions;
      counted = await countNew(rpc, counted);
      const atMs = performance.now() - started;
      if (counted.transactions > before) {
        changedMs = performance.now();
        timeline.push({ atMs, transactions: counted.transactions });
      }
      if (performance.now() - changedMs > STALL_MS)
        throw new RangeError(`${server.name}: ${counted.transactions} of ${sent} sent transactions are in blocks, and no more come`);
    }
  };
  await Promise.all([...lanes, watch()]);
  return summary(timeline, count, counted.height - first.height);
}

function summary(timeline: readonly { atMs: number; transactions: number }[], count: number, blocks: number): Drive {
  const from = timeline.find(({ transactions }) => transactions >= count * WARM_UP_SHARE) ?? { atMs: 0, transactions: 0 };
  const to = timeline.at(-1) ?? { atMs: Number.NaN, transactions: 0 };
  return {
    transactions: count,
    transactionsPerSecond: ((to.transactions - from.transactions) * 1000) / (to.atMs - from.atMs),
    overallTransactionsPerSecond: (count * 1000) / to.atMs,
    seconds: to.atMs / 1000,
    blocks,
  };
}
