import type { Block } from '@ethereumjs/block';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { buildTemplate, type TemplateDependencies } from './build-template.ts';
import { createDueTimer } from './due-timer.ts';

export interface MiningLoopDependencies extends TemplateDependencies {
  readonly log: Logger;
  /** A fresh template on the head. */
  search(template: Block): void;
  /** What was searched is of an old head, or nothing can be sealed. */
  rest(): void;
}

/** From a start to a stop: builds templates on the head and has them searched. */
export interface MiningLoop {
  /** While an own block on the head is on its way in, the head is as good as old and no work begins on it. */
  hold(): void;
  release(): void;
  /** The code of what keeps it from sealing. */
  reason(): string | undefined;
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
  const { chain, pool, clock, log, search, rest } = parts;
  const refreshMs = refreshInterval(chain.spec.config.medrec.difficulty.durationDivisorSeconds);
  const timer = createDueTimer(clock, () => void build());
  let isBuilding = false;
  let lastBuildMs = 0;
  let holds = 0;
  let hasEnded = false;
  let reason: string | undefined;

  const build = async (): Promise<void> => {
    if (isBuilding || holds > 0 || hasEnded) return;
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
      const isCurrent = chain.head().hash === head.hash && holds === 0 && !hasEnded;
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

  const endings = [
    chain.onHead(() => {
      rest();
      buildWithin(0);
    }),
    pool.onAdded(() => buildWithin(Math.max(TRANSACTIONS_DEBOUNCE_MS, DEBOUNCE_PER_BUILD * lastBuildMs))),
  ];
  buildWithin(0);

  return {
    hold() {
      holds++;
      rest();
    },
    release() {
      holds--;
      buildWithin(0);
    },
    reason: () => reason,
    end() {
      hasEnded = true;
      timer.cancel();
      for (const end of endings) end();
      rest();
    },
  };
}

function refreshInterval(durationDivisorSeconds: number): number {
  return Math.min(MAX_REFRESH_MS, Math.max(MIN_REFRESH_MS, (durationDivisorSeconds * 1000) / 2));
}
