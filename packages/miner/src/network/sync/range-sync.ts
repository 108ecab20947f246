import type { Block } from '@ethereumjs/block';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import type { Chain } from '../../chain/index.ts';
import { type BodyDownload, createBodyDownload, type Helpers } from './body-download.ts';
import type { BodySource } from './body-source.ts';
import { findCommonAncestor } from './common-ancestor.ts';
import { feedHeaders } from './header-feed.ts';
import type { HeaderSource } from './header-source.ts';
import type { PeerStatus } from './status.ts';

export type SyncedChain = Pick<Chain, 'head' | 'importBlock' | 'totalDifficultyOf' | 'prepareSenders' | 'verifyHeaders' | 'verifySeals'>;

export interface RangeSyncDependencies {
  readonly chain: SyncedChain;
  readonly headers: HeaderSource;
  readonly bodies: BodySource;
  /** Peers that bodies may be had from. */
  readonly helpers: Helpers;
  /** A helper failed, stalled or lied. */
  readonly onFault: (thrown: unknown, peer: string) => void;
  /** A helper gave what it was asked for. */
  readonly onServed: (peer: string) => void;
  /** Called after each imported batch. */
  readonly onProgress: (imported: number, number: bigint) => void;
}

/** A sync that runs. */
export interface RangeSync {
  /**
   * Number of blocks imported.
   * @throws MedrecError for a peer that fails or stalls; RuleError for one whose headers, blocks or claims break a rule
   */
  readonly done: Promise<number>;
  /** Peers have come or learnt more. */
  wake(): void;
  stop(): void;
}

/**
 * Brings this node to a heavier peer's head. The peer gives the headers, checked before anything is fetched for them; all
 * peers give the bodies; blocks are imported in order meanwhile. What is wrong with a block is the fault of its header's giver.
 */
export function startRangeSync(dependencies: RangeSyncDependencies, peer: string, target: PeerStatus): RangeSync {
  const { bodies: source, helpers, onFault, onServed } = dependencies;
  const download = createBodyDownload({ source, helpers, onFault, onServed });
  return {
    done: runSync(dependencies, download, peer, target),
    wake: download.wake,
    stop: () => download.fail(new MedrecError({ code: 'SYNC_STOPPED', message: 'The node is stopping.', facts: { peer } })),
  };
}

async function runSync(deps: RangeSyncDependencies, download: BodyDownload, peer: string, target: PeerStatus): Promise<number> {
  const { chain, headers, onProgress } = deps;
  const from = (await findCommonAncestor(chain, headers, peer, target.number)) + 1n;
  const fed = feedHeaders({ chain, headers, download }, peer, target, from).then(download.end, download.fail);
  let imported = 0;
  try {
    for (let batch = await download.next(); batch !== undefined; batch = await download.next()) {
      const blocks = batch.map(({ block }) => block);
      const added = await importBatch(chain, blocks, peer);
      imported += added;
      onProgress(added, blocks.at(-1)?.header.number ?? 0n);
    }
  } catch (thrown) {
    download.fail(thrown);
    throw thrown;
  } finally {
    await fed;
  }
  await requireHonestClaim(chain, peer, target, imported);
  return imported;
}

async function importBatch(chain: SyncedChain, batch: readonly Block[], peer: string): Promise<number> {
  // The headers' work is known to be right; that of ommers is checked together.
  if (batch.some(({ uncleHeaders }) => uncleHeaders.length > 0)) await chain.verifySeals(batch, peer);
  // The thread works on later blocks while the first are executed.
  void chain.prepareSenders(batch);
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
