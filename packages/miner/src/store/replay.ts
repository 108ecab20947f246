import { RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Executor } from '../execution/index.ts';
import type { Store } from './types.ts';
import { isDamage } from './unless-damaged.ts';

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
    onProgress?.(store.header(store.headHash())?.number ?? 0n, pending.height);
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
