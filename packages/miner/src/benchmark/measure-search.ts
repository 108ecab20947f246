import { keccak } from '@medrec/shared/bytes';
import type { Task, TaskResult } from './tasks.ts';
import type { BenchThreads } from './threads.ts';
import type { BenchmarkOptions } from './types.ts';

/** Dependent page reads in one hash (Ethash, revision 23). */
const READS_PER_HASH = 64;
/** The first calls run code that is still being compiled; they are not counted. */
const WARM_UP_SECONDS = 0.3;
const NONCES_APART = 2n ** 48n;

export interface SearchSamples {
  readonly hashesPerSecond: number[];
  readonly limitHashesPerSecond: number[];
  /** Hash rate to limit, each from two samples that follow one another. */
  readonly ratios: number[];
  /** The same by the processor time that the threads had, which what else runs on the machine takes less from; empty where Node cannot say. */
  readonly processorHashesPerSecond: number[];
  readonly processorRatios: number[];
  /** Of all samples together; null where it is not known. */
  processorShare: number | null;
}

interface Rates {
  /** Units a second of all threads together. */
  readonly wall: number;
  /** The same by processor seconds; null where they are not known. */
  readonly processor: number | null;
}

/** Hash rate and random-read limit by turns: what slows the machine for a while then slows both, and their ratio stands. */
export async function measureSearch(
  threads: BenchThreads,
  count: number,
  { runs, secondsPerRun, progress }: BenchmarkOptions,
): Promise<SearchSamples> {
  const sealHash = keccak(new TextEncoder().encode('medrec-miner benchmark, hash rate'));
  const results: TaskResult[] = [];
  const rate = async (task: (slot: number) => Task): Promise<Rates> => {
    const part = await threads.run(count, task);
    results.push(...part);
    return ratesOf(part);
  };
  const search = (run: number, seconds: number) => rate((slot) => ({ kind: 'search', sealHash, startNonce: start(run, slot), seconds }));
  const limit = (run: number, seconds: number) => rate((slot) => ({ kind: 'reads', seed: run * count + slot + 1, seconds }));

  await search(0, Math.min(WARM_UP_SECONDS, secondsPerRun));
  await limit(0, Math.min(WARM_UP_SECONDS, secondsPerRun));
  const samples: SearchSamples = {
    hashesPerSecond: [],
    limitHashesPerSecond: [],
    ratios: [],
    processorHashesPerSecond: [],
    processorRatios: [],
    processorShare: null,
  };
  for (let run = 1; run <= runs; run++) {
    const hashes = await search(run, secondsPerRun);
    const reads = await limit(run, secondsPerRun);
    const limitHashes = reads.wall / READS_PER_HASH;
    samples.hashesPerSecond.push(hashes.wall);
    samples.limitHashesPerSecond.push(limitHashes);
    samples.ratios.push(hashes.wall / limitHashes);
    if (hashes.processor !== null && reads.processor !== null) {
      samples.processorHashesPerSecond.push(hashes.processor);
      samples.processorRatios.push((hashes.processor * READS_PER_HASH) / reads.processor);
    }
    progress.say(`hash rate on ${plural(count)}, run ${run} of ${runs}: ${kilo(hashes.wall)} of at most ${kilo(limitHashes)}`);
  }
  samples.processorShare = processorShare(results);
  return samples;
}

function ratesOf(results: readonly TaskResult[]): Rates {
  let wall = 0;
  let processor: number | null = 0;
  for (const { done, milliseconds, cpuMilliseconds } of results) {
    wall += (done * 1000) / milliseconds;
    processor = processor === null || cpuMilliseconds === null ? null : processor + (done * 1000) / cpuMilliseconds;
  }
  return { wall, processor };
}

function processorShare(results: readonly TaskResult[]): number | null {
  let [ran, had] = [0, 0];
  for (const { milliseconds, cpuMilliseconds } of results) {
    if (cpuMilliseconds === null) return null;
    ran += milliseconds;
    had += cpuMilliseconds;
  }
  return had / ran;
}

function start(run: number, slot: number): bigint {
  return BigInt(run) * 2n ** 56n + BigInt(slot) * NONCES_APART;
}

function plural(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

function kilo(hashesPerSecond: number): string {
  return `${(hashesPerSecond / 1000).toFixed(1)} kH/s`;
}
