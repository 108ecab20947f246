/** Hashes per second: means over the last 10 s, 60 s and 15 min, and the largest 10 s mean. */
export interface HashRates {
  readonly seconds10: number;
  readonly seconds60: number;
  readonly minutes15: number;
  readonly max: number;
}

export interface HashRateMeter {
  add(hashes: number): void;
  rates(): HashRates;
  /** Begins anew, so that a pause does not count as slowness; the maximum stays. */
  restart(): void;
}

const WINDOW_SECONDS = 900;

export function createHashRateMeter(nowMs: () => number): HashRateMeter {
  const buckets = new Float64Array(WINDOW_SECONDS);
  let startedMs = nowMs();
  let second = Math.floor(startedMs / 1000);
  let max = 0;

  const advance = (): void => {
    const now = Math.floor(nowMs() / 1000);
    for (let at = Math.max(second + 1, now - WINDOW_SECONDS + 1); at <= now; at++) buckets[at % WINDOW_SECONDS] = 0;
    second = Math.max(second, now);
  };

  const mean = (seconds: number): number => {
    let hashes = 0;
    for (let at = second - seconds + 1; at <= second; at++)
      hashes += buckets[((at % WINDOW_SECONDS) + WINDOW_SECONDS) % WINDOW_SECONDS] ?? 0;
    const ranSeconds = (nowMs() - startedMs) / 1000;
    return hashes / Math.max(1, Math.min(seconds, ranSeconds));
  };

  return {
    add(hashes) {
      advance();
      const index = second % WINDOW_SECONDS;
      buckets[index] = (buckets[index] ?? 0) + hashes;
      max = Math.max(max, mean(10));
    },
    rates() {
      advance();
      return { seconds10: mean(10), seconds60: mean(60), minutes15: mean(WINDOW_SECONDS), max };
    },
    restart() {
      buckets.fill(0);
      startedMs = nowMs();
      second = Math.floor(startedMs / 1000);
    },
  };
}
