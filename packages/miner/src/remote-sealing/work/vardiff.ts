import { MAX_SHARE_HASHES, MIN_SHARE_HASHES } from './share-difficulty.ts';

/** Often enough that a silent worker is noticed and its rate known, seldom enough that nobody is busy with it. */
const SECONDS_PER_SHARE = 10;
const SHARES_TO_JUDGE = 8;
const SECONDS_TO_JUDGE = 60;
const LARGEST_STEP = 4;
/** After many shares the rate is certain, and a large farm must not wait for several steps. */
const CERTAIN_SHARES = 32;
const LARGEST_CERTAIN_STEP = 64;
/** Chance alone moves eight shares by a third. */
const TOLERANCE = 1.5;

/** Chooses one connection's share difficulty so that it sends about a share in ten seconds. */
export interface Vardiff {
  onShare(): void;
  /** Mean hashes to a share for the next job; `blockHashes`: the block's difficulty, beyond which nothing was asked. */
  next(blockHashes: number): number;
}

export function createVardiff(startHashes: number, nowMs: () => number): Vardiff {
  let hashes = clamp(startHashes, MIN_SHARE_HASHES, MAX_SHARE_HASHES);
  let shares = 0;
  let sinceMs = nowMs();
  return {
    onShare() {
      shares += 1;
    },
    next(blockHashes) {
      const seconds = (nowMs() - sinceMs) / 1000;
      if (shares < SHARES_TO_JUDGE && seconds < SECONDS_TO_JUDGE) return hashes;
      const step = shares >= CERTAIN_SHARES ? LARGEST_CERTAIN_STEP : LARGEST_STEP;
      const ratio = (Math.max(shares, 0.5) * SECONDS_PER_SHARE) / Math.max(seconds, 0.1);
      const asked = Math.min(hashes, Math.max(blockHashes, MIN_SHARE_HASHES));
      if (ratio > TOLERANCE || ratio < 1 / TOLERANCE)
        hashes = clamp(asked * clamp(ratio, 1 / LARGEST_STEP, step), MIN_SHARE_HASHES, MAX_SHARE_HASHES);
      shares = 0;
      sinceMs = nowMs();
      return hashes;
    },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
