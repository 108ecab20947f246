/** Says when there has been work and no hash for thirty seconds: threads may look alive and do nothing. */
export interface ZeroRateWatch {
  /** @returns what changed with this second, if anything */
  tick(isSearching: boolean, freshHashes: number): 'fell-to-zero' | 'recovered' | undefined;
  isZero(): boolean;
}

export const ZERO_RATE_MS = 30_000;

/** Only time with work counts, and only a hash sets it back: a new head every few seconds must not hide a standstill. */
export function createZeroRateWatch(nowMs: () => number): ZeroRateWatch {
  let lastMs = nowMs();
  let withoutHashMs = 0;
  let isZero = false;
  return {
    tick(isSearching, freshHashes) {
      const now = nowMs();
      if (isSearching) withoutHashMs += now - lastMs;
      lastMs = now;
      if (freshHashes > 0) withoutHashMs = 0;
      const wasZero = isZero;
      isZero = withoutHashMs >= ZERO_RATE_MS;
      if (isZero === wasZero) return undefined;
      return isZero ? 'fell-to-zero' : 'recovered';
    },
    isZero: () => isZero,
  };
}
