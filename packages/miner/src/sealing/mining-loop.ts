import type { Block } from '@ethereumjs/block';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { sealHash } from '../consensus/index.ts';
import { buildTemplate, type TemplateDependencies } from './build-template.ts';
import { createDueTimer } from './due-timer.ts';
import type { FromWorker } from './messages.ts';
import { sealBlock } from './seal-block.ts';
import type { SearchWorkers } from './search-workers.ts';
import { createTemplateBook } from './template-book.ts';
import type { SealedBlock } from './types.ts';

export interface MiningLoopDependencies extends TemplateDependencies {
  readonly workers: Pick<SearchWorkers, 'search' | 'rest'>;
  readonly log: Logger;
  onSealed(sealed: SealedBlock): void;
  onRefused(error: unknown): void;
}

/** From a start to a stop: builds templates, has them searched, imports what was found. */
export interface MiningLoop {
  onFound(found: Extract<FromWorker, { kind: 'found' }>): void;
  /** The code of what keeps it from sealing. */
  reason(): string | undefined;
  /** What is being searched. */
  searched(): Block | undefined;
  end(): void;
}

const TRANSACTIONS_DEBOUNCE_MS = 500;
/** New transactions wait this many times as long as the last build took, so that a burst of large ones is built once. */
const DEBOUNCE_PER_BUILD = 2;
const RETRY_MS = 1000;
// A header's time is fixed while it is searched, and difficulty only falls with time, so templates are renewed.
const MIN_REFRESH_MS = 1000;
const MAX_REFRESH_MS = 3000;
/** Building may take at most one part in this many of the time. */
const REFRESH_PER_BUILD = 5;

export function createMiningLoop(parts: MiningLoopDependencies): MiningLoop {
  const { chain, pool, clock, log, workers } = parts;
  const refreshMs = refreshInterval(chain.spec.config.medrec.difficulty.durationDivisorSeconds);
  const book = createTemplateBook();
  const timer = createDueTimer(clock, () => void build());
  let isBuilding = false;
  let lastBuildMs = 0;
  // Until the own block is in, the head is old and no work may begin on it.
  let isImporting = false;
  let hasEnded = false;
  let reason: string | undefined;

  const rest = (): void => {
    book.clear();
    workers.rest();
  };

  const build = async (): Promise<void> => {
    if (isBuilding || isImporting || hasEnded) return;
    const head = chain.head();
    // A timestamp of parent + 1 must not run away from the clock while blocks are easy.
    const aheadMs = Number(head.header.timestamp) * 1000 - clock.nowMs();
    if (aheadMs > 0) {
      buildWithin(aheadMs);
      return;
    }
    isBuilding = true;
    const startedMs = clock.nowMs();
    let nextMs = RETRY_MS;
    try {
      // After a failure without ommers: a bad candidate must not stop the lab.
      const { block } = await buildTemplate(head, reason === undefined, parts);
      lastBuildMs = clock.nowMs() - startedMs;
      const isCurrent = chain.head().hash === head.hash && !isImporting && !hasEnded;
      if (isCurrent) search(block);
      nextMs = isCurrent ? Math.max(refreshMs, REFRESH_PER_BUILD * lastBuildMs) : 0;
      reason = undefined;
    } catch (error) {
      const known = asMedrecError(error);
      if (known.code !== reason) log.warn({ code: known.code, ...known.toJSON().facts }, `not sealing: ${known.message}`);
      reason = known.code;
      rest();
    } finally {
      isBuilding = false;
      buildWithin(nextMs);
    }
  };

  const buildWithin = (delayMs: number): void => {
    if (!hasEnded) timer.within(delayMs);
  };

  const search = (block: Block): void => {
    const { number: blockNumber, difficulty } = block.header;
    workers.search({ job: book.add(block), blockNumber, difficulty, sealHash: sealHash(block.header) });
  };

  const importOwn = async (block: Block): Promise<void> => {
    isImporting = true;
    try {
      parts.onSealed({ block, outcome: await chain.importBlock(block, 'local') });
    } catch (error) {
      parts.onRefused(error);
    } finally {
      isImporting = false;
      buildWithin(0);
    }
  };

  const endings = [
    chain.onHead(() => {
      rest();
      buildWithin(0);
    }),
    pool.onAdded(() => buildWithin(Math.max(TRANSACTIONS_DEBOUNCE_MS, DEBOUNCE_PER_BUILD * lastBuildMs))),
  ];
  buildWithin(0);

  return {
    onFound(found) {
      const template = book.take(found.job);
      if (template === undefined || isImporting || hasEnded) return;
      rest();
      void importOwn(sealBlock(template, found));
    },
    reason: () => reason,
    searched: book.newest,
    end() {
      hasEnded = true;
      timer.cancel();
      for (const end of endings) end();
      book.clear();
    },
  };
}

function refreshInterval(durationDivisorSeconds: number): number {
  return Math.min(MAX_REFRESH_MS, Math.max(MIN_REFRESH_MS, (durationDivisorSeconds * 1000) / 2));
}
