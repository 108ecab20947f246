import type { Block } from '@ethereumjs/block';
import { asMedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { coinbaseOf, type Discipline, shortPeer } from '../discipline.ts';
import type { NetworkObserver } from '../observer.ts';
import type { BodySource } from './body-source.ts';
import type { BlockSource } from './fetch-blocks.ts';
import { fillGap } from './fill-gap.ts';
import type { HeaderSource } from './header-source.ts';
import type { PeerBook } from './peer-book.ts';
import { type RangeSync, type SyncedChain, startRangeSync } from './range-sync.ts';

/** Blocks; a shorter catch-up is everyday life and not worth a line of its own. */
const QUIET_BLOCKS = 3;

export interface SyncProgress {
  readonly startingBlock: bigint;
  readonly currentBlock: bigint;
  readonly highestBlock: bigint;
}

export interface CatchUpDependencies {
  readonly chain: SyncedChain;
  readonly source: BlockSource;
  readonly headers: HeaderSource;
  readonly bodies: BodySource;
  readonly book: PeerBook;
  readonly discipline: Discipline;
  readonly observer: NetworkObserver;
  readonly log: Logger;
  /** Asks the peer for its status, which may start a range sync. */
  readonly askStatus: (peer: string) => Promise<void>;
  /** New blocks came in by fetching, which gossip has not carried to the other peers. */
  readonly onFetched: () => void;
}

/** Runs one range sync at a time, always from the rested peer with the most work, until nobody is ahead. */
export interface CatchUp {
  trigger(): void;
  /** A gossiped block's parent is unknown. */
  orphan(block: Block, peer: string): void;
  progress(): SyncProgress | undefined;
  /** Resolves when the running sync has ended. */
  stop(): Promise<void>;
}

export function createCatchUp(dependencies: CatchUpDependencies): CatchUp {
  const { chain, source, headers, bodies, book, discipline, observer, log, askStatus, onFetched } = dependencies;
  let running: Promise<void> | undefined;
  let sync: RangeSync | undefined;
  let progress: SyncProgress | undefined;
  let stopped = false;
  const filling = new Set<string>();

  const blame = (thrown: unknown, peer: string, kind: 'block' | 'status'): void => {
    const error = asMedrecError(thrown);
    book.rest(peer);
    if (error instanceof RuleError) discipline.judge(error, { kind, peer, ...coinbaseOf(error) });
    else log.info({ peer, code: error.code }, `left ${shortPeer(peer)} for now: ${error.code} ${error.message}`);
  };

  const syncWith = async (peer: string): Promise<void> => {
    const target = book.statusOf(peer);
    if (target === undefined) return;
    const startedAt = performance.now();
    const startingBlock = chain.head().number;
    progress = { startingBlock, currentBlock: startingBlock, highestBlock: target.number };
    const onProgress = (imported: number, number: bigint): void => {
      progress = { startingBlock, currentBlock: number, highestBlock: target.number };
      observer.synced(imported);
      if (imported > QUIET_BLOCKS) log.info({ peer, number, target: target.number }, progressLine(progress, performance.now() - startedAt));
    };
    try {
      const onFault = (thrown: unknown, helper: string): void => blame(thrown, helper, 'block');
      sync = startRangeSync({ chain, headers, bodies, helpers: book.helpers, onFault, onServed: book.answered, onProgress }, peer, target);
      await sync.done;
      book.forgive(peer);
      // What it said is done with; the next status tells whether it has more.
      if (chain.head().totalDifficulty < target.totalDifficulty) book.rest(peer);
    } catch (thrown) {
      if (!stopped) blame(thrown, peer, 'block');
    } finally {
      sync = undefined;
    }
  };

  const run = async (): Promise<void> => {
    const before = chain.head().hash;
    for (;;) {
      const best = stopped ? undefined : book.heavierThan(chain.head().totalDifficulty)[0];
      if (best === undefined) break;
      await syncWith(best.peer);
    }
    progress = undefined;
    if (chain.head().hash !== before) onFetched();
  };

  return {
    trigger() {
      sync?.wake();
      if (running !== undefined || stopped) return;
      running = run().finally(() => {
        running = undefined;
      });
    },
    orphan(block, peer) {
      // While a range sync runs it fetches the gap anyway; one fetch per peer is enough.
      if (running !== undefined || filling.has(peer) || stopped) return;
      filling.add(peer);
      fillGap(chain, source, peer, block)
        .then((filled) => (filled ? onFetched() : askStatus(peer)))
        .catch((thrown: unknown) => blame(thrown, peer, 'block'))
        .finally(() => filling.delete(peer));
    },
    progress: () => progress,
    async stop() {
      stopped = true;
      sync?.stop();
      await running;
    },
  };
}

function progressLine({ startingBlock, currentBlock, highestBlock }: SyncProgress, elapsedMs: number): string {
  const done = Number(currentBlock - startingBlock);
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const left = Number(highestBlock - currentBlock);
  const share = done + left > 0 ? Math.floor((done / (done + left)) * 100) : 100;
  const wait = left > 0 && perSecond > 0 ? `, ${Math.ceil(left / perSecond)} s left` : '';
  return `syncing: block ${currentBlock} of ${highestBlock} (${share} %, ${Math.round(perSecond)} blocks/s${wait})`;
}
