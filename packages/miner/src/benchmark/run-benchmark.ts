import { createKernelMemory } from '../ethash/index.ts';
import { checkHashes } from './check-hashes.ts';
import { machineFacts } from './machine.ts';
import { type Built, buildDataset, measureCache } from './measure-build.ts';
import { type LightSamples, measureLight } from './measure-light.ts';
import { measureSearch, type SearchSamples } from './measure-search.ts';
import { median } from './median.ts';
import { createBenchThreads } from './threads.ts';
import type { BenchmarkOptions, BenchmarkReport, ByThreads, ProcessorRates } from './types.ts';

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
    const cache = await measureCache(threads, options);
    const light = await measureLight(threads, options);
    const built: Record<string, Built> = {};
    const searches: Record<string, SearchSamples> = {};
    let hashesChecked = 0;
    for (const count of counts) {
      // What another number of threads built may not stand in for what this one should build; it also touches all pages.
      items.fill(0);
      built[count] = await buildDataset(threads, count, options);
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
      cacheSeconds: median(cache.seconds),
      datasetSeconds: mapValues(built, ({ seconds }) => seconds),
      hashesPerSecond: mapValues(hashRates, (samples) => median(samples)),
      randomReadLimitHashesPerSecond: mapValues(limits, (samples) => median(samples)),
      ratio: mapValues(searches, ({ ratios }) => median(ratios)),
      byProcessorTime: mapValues(searches, (search, count) => byProcessorTime(search, built[count])),
      processorTime: processorTime(cache.processorSeconds, light),
      lightVerifyMs: median(light.singleMs),
      lightVerifyBatchedMs: median(light.batchedMs),
      lightVerifyLimitMs: median(light.limitMs),
      hashesChecked,
      samples: {
        cacheSeconds: cache.seconds,
        hashesPerSecond: hashRates,
        randomReadLimitHashesPerSecond: limits,
        lightVerifyMs: light.singleMs,
        lightVerifyBatchedMs: light.batchedMs,
        lightVerifyLimitMs: light.limitMs,
      },
    };
  } finally {
    await threads.close();
  }
}

function byProcessorTime(search: SearchSamples, built: Built | undefined): ProcessorRates | null {
  const { processorShare: share, processorHashesPerSecond, processorRatios } = search;
  const datasetSeconds = built?.processorSeconds ?? null;
  if (share === null || datasetSeconds === null) return null;
  return { share, hashesPerSecond: median(processorHashesPerSecond), ratio: median(processorRatios), datasetSeconds };
}

function processorTime(cacheSeconds: readonly number[], light: LightSamples): BenchmarkReport['processorTime'] {
  if (cacheSeconds.length === 0 || light.processorSingleMs.length === 0) return null;
  return {
    cacheSeconds: median(cacheSeconds),
    lightVerifyMs: median(light.processorSingleMs),
    lightVerifyBatchedMs: median(light.processorBatchedMs),
  };
}

function mapValues<T, U>(values: ByThreads<T>, change: (value: T, threads: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([threads, value]) => [threads, change(value, threads)]));
}
