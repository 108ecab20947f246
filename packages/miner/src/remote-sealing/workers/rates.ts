import { MAX_REPORTS_PER_WORKER, REPORTED_RATE_MS } from '../limits.ts';

const BUCKET_MS = 10_000;
const BUCKETS = 60;
/** A first lucky share is no hash rate: the mean is over at least this long. */
const SHORTEST_MS = 60_000;
/** Hashes per second beyond which a report is a mistake or a lie: a thousand times the whole of Ethereum at its best. */
const MAX_REPORTED_RATE = 1e18;

/** One worker's hash rates: what it reports of itself, and what its shares show. */
export interface Rates {
  /** `id` tells machines under one name apart. */
  report(id: string, hashesPerSecond: number): void;
  /** A share that took that many hashes on average. */
  credit(hashes: number): void;
  /** Hashes per second; a report that is older than ten seconds counts no longer. */
  reported(): number;
  /** Hashes per second over the last ten minutes, or since the first share. */
  measured(): number;
}

export function createRates(nowMs: () => number): Rates {
  const reports = new Map<string, { rate: number; atMs: number }>();
  const credits = new Map<number, number>();
  let firstMs: number | undefined;

  const forget = (): void => {
    for (const [id, { atMs }] of reports) if (nowMs() - atMs > REPORTED_RATE_MS) reports.delete(id);
    const oldest = Math.floor(nowMs() / BUCKET_MS) - BUCKETS;
    for (const bucket of credits.keys()) if (bucket <= oldest) credits.delete(bucket);
  };

  return {
    report(id, hashesPerSecond) {
      forget();
      if (!reports.has(id) && reports.size >= MAX_REPORTS_PER_WORKER) return;
      reports.set(id, { rate: Math.min(Math.max(0, hashesPerSecond), MAX_REPORTED_RATE), atMs: nowMs() });
    },
    credit(hashes) {
      forget();
      firstMs ??= nowMs();
      const bucket = Math.floor(nowMs() / BUCKET_MS);
      credits.set(bucket, (credits.get(bucket) ?? 0) + hashes);
    },
    reported() {
      forget();
      return [...reports.values()].reduce((sum, { rate }) => sum + rate, 0);
    },
    measured() {
      forget();
      if (firstMs === undefined) return 0;
      const ms = Math.min(BUCKETS * BUCKET_MS, Math.max(SHORTEST_MS, nowMs() - firstMs));
      return ([...credits.values()].reduce((sum, hashes) => sum + hashes, 0) * 1000) / ms;
    },
  };
}
