import { NODE_BYTES, seedHash } from '../ethash/index.ts';
import { median } from './median.ts';
import type { BenchThreads } from './threads.ts';
import type { BenchmarkOptions } from './types.ts';

const PROGRESS_INTERVAL_MS = 200;

export interface CacheSamples {
  readonly seconds: number[];
  /** Empty where Node cannot say. */
  readonly processorSeconds: number[];
}

export interface Built {
  readonly seconds: number;
  /** Of one thread, the mean of all; null where Node cannot say. */
  readonly processorSeconds: number | null;
}

/** The cache, by one thread: each of its rows waits for the one before it. */
export async function measureCache(threads: BenchThreads, { epoch, runs, progress }: BenchmarkOptions): Promise<CacheSamples> {
  const seed = seedHash(epoch);
  const samples: CacheSamples = { seconds: [], processorSeconds: [] };
  for (let run = 0; run < runs; run++) {
    const results = await threads.run(1, () => ({ kind: 'cache', seed }));
    for (const { milliseconds, cpuMilliseconds } of results) {
      samples.seconds.push(milliseconds / 1000);
      if (cpuMilliseconds !== null) samples.processorSeconds.push(cpuMilliseconds / 1000);
    }
  }
  progress.say(`cache of epoch ${epoch}: ${median(samples.seconds).toFixed(3)} s`);
  return samples;
}

/** All items, shared out between so many threads. The cache must be filled. */
export async function buildDataset(threads: BenchThreads, count: number, { sizes, progress }: BenchmarkOptions): Promise<Built> {
  const items = sizes.datasetBytes / NODE_BYTES;
  const shown = progress.dataset(count);
  threads.resetItems();
  const ticking = setInterval(() => shown.update(threads.itemsDone(), items), PROGRESS_INTERVAL_MS);
  const started = performance.now();
  let processorMs: number | null = 0;
  try {
    for (const { cpuMilliseconds } of await threads.run(count, () => ({ kind: 'items', items }))) {
      processorMs = processorMs === null || cpuMilliseconds === null ? null : processorMs + cpuMilliseconds;
    }
  } finally {
    clearInterval(ticking);
  }
  const seconds = (performance.now() - started) / 1000;
  shown.update(items, items);
  shown.finish(`${seconds.toFixed(1)} s`);
  return { seconds, processorSeconds: processorMs === null ? null : processorMs / 1000 / count };
}
