import { createKernelMemory, NODE_BYTES, seedHash } from '../ethash/index.ts';
import { checkHashes } from './check-hashes.ts';
import { machineFacts } from './machine.ts';
import { measureLight } from './measure-light.ts';
import { measureSearch, type SearchSamples } from './measure-search.ts';
import { median } from './median.ts';
import { type BenchThreads, createBenchThreads } from './threads.ts';
import type { BenchmarkOptions, BenchmarkReport, ByThreads, ProcessorRates } from './types.ts';

const PROGRESS_INTERVAL_MS = 200;

/**
 * Measures this machine's Ethash: cache, light verification, and for each number of threads the dataset's build, then hash
 * rate and random-read limit by turns. Everything in memory, in threads of its own.
 * @throws MedrecError `ETHASH_MEMORY`, `BENCHMARK_HASH_WRONG`, `BENCHMARK_THREAD_FAILED`
 */
export async function runBenchmark(options: BenchmarkOptions): Promise<BenchmarkReport> {
  const { sizes, runs, secondsPerRun } = options;
  const counts = [...new Set(options.threads)].sort((a, b) => a - b);
  const most = Math.max(...counts);
  const memory = createKernelMemory({ sizes, threads: most, hasCache: true, itemBytes: sizes.datasetBytes });
  const items = new Uint8Array(memory.memory.buffer, memory.itemsAt, sizes.datasetBytes);
  const threads = createBenchThreads(memory, most);
  try {
    const cacheSeconds = await measureCache(threads, options);
    const light = await measureLight(threads, options);
    const datasetSeconds: Record<string, number> = {};
    const searches: Record<string, SearchSamples> = {};
    let hashesChecked = 0;
    for (const count of counts) {
      // What another number of threads built may not stand in for what this one should build; it also touches all pages.
      items.fill(0);
      datasetSeconds[count] = await buildDataset(threads, count, options);
      hashesChecked += await checkHashes(threads, count);
      searches[count] = await measureSearch(threads, count, options);
    }
    const hashRates = mapValues(searches, ({ hashesPerSecond }) => hashesPerSecond);
    const limits = mapValues(searches, ({ limitHashesPerSecond }) => limitHashesPerSecond);
    return {
      version: 1,
      measuredAt: new Date().toISOString(),
      machine: machineFacts(),
      epoch: options.epoch,
      ...sizes,
      runs,
      secondsPerRun,
      cacheSeconds: median(cacheSeconds),
      datasetSeconds,
      hashesPerSecond: mapValues(hashRates, median),
      randomReadLimitHashesPerSecond: mapValues(limits, median),
      ratio: mapValues(searches, ({ ratios }) => median(ratios)),
      byProcessorTime: mapValues(searches, byProcessorTime),
      lightVerifyMs: median(light.singleMs),
      lightVerifyBatchedMs: median(light.batchedMs),
      hashesChecked,
      samples: {
        cacheSeconds,
        hashesPerSecond: hashRates,
        randomReadLimitHashesPerSecond: limits,
        lightVerifyMs: light.singleMs,
        lightVerifyBatchedMs: light.batchedMs,
      },
    };
  } finally {
    await threads.close();
  }
}

function byProcessorTime({ processorShare, processorHashesPerSecond, processorRatios }: SearchSamples): ProcessorRates | null {
  if (processorShare === null) return null;
  return { share: processorShare, hashesPerSecond: median(processorHashesPerSecond), ratio: median(processorRatios) };
}

async function measureCache(threads: BenchThreads, { epoch, runs, progress }: BenchmarkOptions): Promise<number[]> {
  const seed = seedHash(epoch);
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const [result] = await threads.run(1, () => ({ kind: 'cache', seed }));
    seconds.push((result?.milliseconds ?? Number.NaN) / 1000);
  }
  progress.say(`cache of epoch ${epoch}: ${median(seconds).toFixed(3)} s`);
  return seconds;
}

async function buildDataset(threads: BenchThreads, count: number, { sizes, progress }: BenchmarkOptions): Promise<number> {
  const items = sizes.datasetBytes / NODE_BYTES;
  const shown = progress.dataset(count);
  threads.resetItems();
  const ticking = setInterval(() => shown.update(threads.itemsDone(), items), PROGRESS_INTERVAL_MS);
  const started = performance.now();
  try {
    await threads.run(count, () => ({ kind: 'items', items }));
  } finally {
    clearInterval(ticking);
  }
  const seconds = (performance.now() - started) / 1000;
  shown.update(items, items);
  shown.finish(`${seconds.toFixed(1)} s`);
  return seconds;
}

function mapValues<T, U>(values: ByThreads<T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([threads, value]) => [threads, change(value)]));
}
