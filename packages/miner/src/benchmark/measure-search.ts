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
  /** Of all samples together; null where it is not known. */
  processorShare: number | null;
}

/** Hash rate and random-read limit by turns: what slows the machine for a while then slows both, and their ratio stands. */
export async function measureSearch(
  threads: BenchThreads,
  count: number,
  { runs, secondsPerRun, progress }: BenchmarkOptions,
): Promise<SearchSamples> {
  const sealHash = keccak(new TextEncoder().encode('medrec-miner benchmark, hash rate'));
  const results: TaskResult[] = [];
  const rate = async (task: (slot: number) => Task): Promise<number> => {
    const part = await threads.run(count, task);
    results.push(...part);
    return part.reduce((sum, { done, milliseconds }) => sum + (done * 1000) / milliseconds, 0);
  };
  const search = (run: number, seconds: number) => rate((slot) => ({ kind: 'search', sealHash, startNonce: start(run, slot), seconds }));
  const limit = async (run: number, seconds: number) =>
    (await rate((slot) => ({ kind: 'reads', seed: run * count + slot + 1, seconds }))) / READS_PER_HASH;

  await search(0, Math.min(WARM_UP_SECONDS, secondsPerRun));
  await limit(0, Math.min(WARM_UP_SECONDS, secondsPerRun));
  const samples: SearchSamples = { hashesPerSecond: [], limitHashesPerSecond: [], ratios: [], processorShare: null };
  for (let run = 1; run <= runs; run++) {
    const hashes = await search(run, secondsPerRun);
    const reads = await limit(run, secondsPerRun);
    samples.hashesPerSecond.push(hashes);
    samples.limitHashesPerSecond.push(reads);
    samples.ratios.push(hashes / reads);
    progress.say(`hash rate on ${plural(count)}, run ${run} of ${runs}: ${kilo(hashes)} of at most ${kilo(reads)}`);
  }
  samples.processorShare = processorShare(results);
  return samples;
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
