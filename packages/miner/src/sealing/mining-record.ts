import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../chain/index.ts';
import type { RestartReason, SearchThread } from '../ethash/index.ts';
import { createLuckBook, type LuckBook } from './luck.ts';
import { createMiningMeter, type MiningMeter } from './mining-meter.ts';
import type { ThreadRestarts } from './types.ts';
import { createZeroRateWatch, ZERO_RATE_MS } from './zero-rate-watch.ts';

/** What the search threads did, over the process's life. */
export interface MiningRecord {
  readonly meter: Omit<MiningMeter, 'sample'>;
  readonly luck: Pick<LuckBook, 'sealed' | 'read'>;
  /** Takes over the threads' counters: at least each second, and before the difficulty of what they search changes. */
  sample(threads: readonly SearchThread[], difficulty: bigint | undefined): void;
  restarted(slot: number, reason: RestartReason): void;
  restarts(): ThreadRestarts;
  isHashRateZero(): boolean;
}

export function createMiningRecord(clock: Clock, log: Logger): MiningRecord {
  const meter = createMiningMeter(clock.nowMs);
  const luck = createLuckBook();
  const watch = createZeroRateWatch(clock.nowMs);
  let restarts: ThreadRestarts = { count: 0, lastReason: undefined, lastSlot: undefined, lastAtMs: undefined };
  // Hashes are reported with a delay: those that come while nothing is searched belong to what was searched last.
  let lastDifficulty: bigint | undefined;

  const tell = (change: 'fell-to-zero' | 'recovered' | undefined): void => {
    if (change === 'recovered') log.warn('the search threads hash again');
    if (change !== 'fell-to-zero') return;
    const seconds = ZERO_RATE_MS / 1000;
    log.warn(
      { code: 'HASH_RATE_ZERO', seconds },
      `there is work and not one hash for ${seconds} s: the lines before it may say why; look at the machine’s load too`,
    );
  };

  return {
    meter,
    luck,
    sample(threads, difficulty) {
      const fresh = meter.sample(threads);
      lastDifficulty = difficulty ?? lastDifficulty;
      if (lastDifficulty !== undefined) luck.worked(fresh, lastDifficulty);
      const isSearching = difficulty !== undefined && threads.some(({ state }) => state !== 'preparing');
      tell(watch.tick(isSearching, fresh));
    },
    restarted(slot, reason) {
      restarts = { count: restarts.count + 1, lastReason: reason, lastSlot: slot, lastAtMs: clock.nowMs() };
    },
    restarts: () => restarts,
    isHashRateZero: watch.isZero,
  };
}
