import type { BlockHeader } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import { type Clock, nowSeconds } from './clock.ts';

const WARN_INTERVAL_MS = 60_000;

/** Tells the operator when blocks come from the future: one of two clocks is wrong, and it may be this machine's. */
export interface ClockWatch {
  sawFuture(header: BlockHeader): void;
}

/** Warns at most once a minute, because a sealer whose clock is ahead sends such blocks all the time. */
export function createClockWatch(clock: Clock, log: Logger): ClockWatch {
  let warnedMs = Number.NEGATIVE_INFINITY;
  return {
    sawFuture({ timestamp, number, coinbase }) {
      const now = clock.nowMs();
      if (now - warnedMs < WARN_INTERVAL_MS) return;
      warnedMs = now;
      const secondsAhead = Number(timestamp - nowSeconds(clock));
      log.warn(
        { code: 'CLOCK_SKEW', secondsAhead, number, coinbase: bytesToHex(coinbase.bytes) },
        `block ${number} is ${secondsAhead} s ahead of this machine’s clock: check that the clock is right; if it is, the sealer’s is wrong`,
      );
    },
  };
}
