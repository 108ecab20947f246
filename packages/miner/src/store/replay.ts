import { RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Executor } from '../execution/index.ts';
import type { Store } from './types.ts';
import { isDamage } from './unless-damaged.ts';

const TOLD_EVERY_MS = 10_000;

export interface ReplayOptions {
  readonly log: Logger;
  readonly onProgress?: (done: bigint, total: bigint) => void;
}

/**
 * Executes the stored blocks whose states were cleared, up to the old head. Where a block cannot be read, or breaks a rule,
 * the chain ends before it and goes on with what peers have. Nothing to do on a store that is up to date.
 * @returns blocks that were executed
 */
export async function replayStored(
  store: Store,
  executor: Pick<Executor, 'runBlock'>,
  { log, onProgress }: ReplayOptions,
): Promise<number> {
  let replayed = 0;
  let toldAt = performance.now();
  for (let pending = store.pending(); pending; pending = store.pending()) {
    try {
      if (!(await replayNext(store, executor)))
        throw new RuleError({ code: 'STORE_BLOCK_MISSING', message: 'A stored block is missing.', verdict: 'ignore' });
    } catch (error) {
      if (!(error instanceof RuleError) && !isDamage(error)) throw error;
      log.warn(
        {
          event: 'store.replay-cut',
          code: error.code,
          number: Number(store.header(store.headHash())?.number) + 1,
          target: Number(pending.height),
        },
        'a stored block could not be executed again; the chain is fetched from there on',
      );
      await store.dropPending();
      break;
    }
    replayed++;
    const number = store.header(store.headHash())?.number ?? 0n;
    onProgress?.(number, pending.height);
    const isLast = number >= pending.height;
    if (!isLast && performance.now() - toldAt < TOLD_EVERY_MS) continue;
    toldAt = performance.now();
    // A warning, because the node does nothing else until it is done.
    log.warn(
      { event: 'store.replay', number: Number(number), target: Number(pending.height) },
      `executed stored blocks again up to ${number} of ${pending.height}`,
    );
  }
  return replayed;
}

async function replayNext(store: Store, executor: Pick<Executor, 'runBlock'>): Promise<boolean> {
  const block = store.nextPending();
  const parent = store.header(store.headHash());
  if (block === undefined || parent === undefined) return false;
  const { receipts, systemLogs, writes } = await executor.runBlock(block, parent);
  const totalDifficulty = (store.totalDifficulty(store.headHash()) ?? 0n) + block.header.difficulty;
  await store.commit({ block, totalDifficulty, receipts, systemLogs, writes, canonical: { removed: [], added: [block] } });
  return true;
}
