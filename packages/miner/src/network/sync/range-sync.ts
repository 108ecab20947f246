import type { Block } from '@ethereumjs/block';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import type { Chain } from '../../chain/index.ts';
import { MAX_BLOCKS_PER_REQUEST } from '../limits.ts';
import { findCommonAncestor } from './common-ancestor.ts';
import type { BlockSource } from './fetch-blocks.ts';
import type { PeerStatus } from './status.ts';

export interface RangeSyncDependencies {
  readonly chain: Pick<Chain, 'head' | 'importBlock' | 'totalDifficultyOf' | 'verifySeals'>;
  readonly source: BlockSource;
  /** Called after each imported batch. */
  readonly onProgress: (imported: number, number: bigint) => void;
}

/**
 * Brings this node to a heavier peer's head: finds the common ancestor, then imports batches in order while the next one
 * is on its way and its proofs of work are checked together. A batch is shown to be linked before the next is asked for.
 * @returns the number of blocks imported
 * @throws MedrecError for a peer that fails or stalls; RuleError for one whose blocks or claims break a rule
 */
export async function syncRange(dependencies: RangeSyncDependencies, peer: string, target: PeerStatus): Promise<number> {
  const { chain, source, onProgress } = dependencies;
  let next = (await findCommonAncestor(chain, source, peer, target.number)) + 1n;
  let imported = 0;
  const fetchSealed = async (number: bigint): Promise<Block[]> => {
    const batch = await source.byNumber(peer, number, MAX_BLOCKS_PER_REQUEST);
    await chain.verifySeals(batch, peer);
    return batch;
  };
  let pending: Promise<Block[]> | undefined = fetchSealed(next);
  while (pending !== undefined) {
    const batch: Block[] = await pending;
    const last = batch.at(-1);
    if (last === undefined) break;
    next = last.header.number + 1n;
    pending = next <= target.number ? fetchSealed(next) : undefined;
    // A failed import must not leave the request in flight as an unhandled rejection.
    pending?.catch(() => undefined);
    imported += await importBatch(chain, batch, peer);
    onProgress(imported, last.header.number);
  }
  await requireHonestClaim(chain, peer, target, imported);
  return imported;
}

async function importBatch(chain: Pick<Chain, 'importBlock'>, batch: readonly Block[], peer: string): Promise<number> {
  let imported = 0;
  for (const block of batch) {
    const outcome = await chain.importBlock(block, peer);
    if (outcome === 'orphan' || outcome === 'future') {
      throw new MedrecError({
        code: 'SYNC_STOPPED',
        message: `A fetched block could not be imported now: ${outcome}.`,
        facts: { peer, number: block.header.number },
      });
    }
    if (outcome !== 'known') imported += 1;
  }
  return imported;
}

async function requireHonestClaim(
  chain: Pick<Chain, 'totalDifficultyOf'>,
  peer: string,
  target: PeerStatus,
  imported: number,
): Promise<void> {
  const actual = await chain.totalDifficultyOf(target.headHash);
  if (actual !== undefined && actual !== target.totalDifficulty) {
    const facts = { peer, claimed: target.totalDifficulty, actual };
    throw new RuleError({ code: 'STATUS_FALSE', message: 'The peer claimed more work than its head has.', verdict: 'penalise', facts });
  }
  // Its head may have changed since; but a peer that claims more and has nothing to show is not worth asking again soon.
  if (actual === undefined && imported === 0) {
    throw new MedrecError({ code: 'PEER_FAILED', message: 'The peer claims a heavier chain and has not shown it.', facts: { peer } });
  }
}
