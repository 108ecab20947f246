/** A bucket of tokens: `burst` at once, and then so many a second. */
export interface RateLimit {
  /** Takes one; false when there is none. */
  take(): boolean;
}

export function createRateLimit(perSecond: number, burst: number, nowMs: () => number): RateLimit {
  let tokens = burst;
  let atMs = nowMs();
  return {
    take() {
      const now = nowMs();
      tokens = Math.min(burst, tokens + (Math.max(0, now - atMs) * perSecond) / 1000);
      atMs = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
