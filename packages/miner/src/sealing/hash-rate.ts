/** Hashes per second: means over the last 10 s, 60 s and 15 min, and the largest 10 s mean. */
export interface HashRates {
  readonly seconds10: number;
  readonly seconds60: number;
  readonly minutes15: number;
  readonly max: number;
}

export interface HashRateMeter {
  /** `total`: all hashes so far, which never fall. More than one sample a second changes the newest only. */
  sample(total: number): void;
  /** Over the samples taken: a window that is not full yet begins with the first hash. */
  rates(): HashRates;
  /** Begins anew, so that a pause does not count as slowness; the maximum stays. */
  restart(): void;
}

interface Sample {
  readonly atMs: number;
  readonly total: number;
}

const SAMPLE_MS = 1000;
const WINDOW_SECONDS = 900;
/** A shorter span says too little: a rate over it would be a chance maximum. */
const LEAST_SPAN_MS = 1000;

export function createHashRateMeter(nowMs: () => number): HashRateMeter {
  const samples: Sample[] = [];
  let newest: Sample = { atMs: nowMs(), total: 0 };
  let max = 0;

  const mean = (seconds: number): number => {
    let from = newest;
    for (let at = samples.length - 1; at >= 0; at--) {
      from = samples[at] ?? from;
      if (from.atMs <= newest.atMs - seconds * 1000) break;
    }
    return ((newest.total - from.total) / Math.max(LEAST_SPAN_MS, newest.atMs - from.atMs)) * 1000;
  };

  return {
    sample(total) {
      newest = { atMs: nowMs(), total };
      // The time before the first hash, in which a dataset is made, is no slowness.
      if (samples[0]?.total === total) samples.length = 0;
      const last = samples.at(-1);
      if (last === undefined || newest.atMs - last.atMs >= SAMPLE_MS) samples.push(newest);
      if (samples.length > WINDOW_SECONDS + 1) samples.shift();
      max = Math.max(max, mean(10));
    },
    rates: () => ({ seconds10: mean(10), seconds60: mean(60), minutes15: mean(WINDOW_SECONDS), max }),
    restart() {
      samples.length = 0;
    },
  };
}
