import { keccak } from '@medrec/shared/bytes';
import { median } from './median.ts';
import type { BenchThreads } from './threads.ts';
import type { BenchmarkOptions } from './types.ts';

/** Headers that a sync hands over together. */
const BATCH = 64;
/** A header's 64 accesses follow one another, and so do the 256 parents of an item; the two items of an access are made side by side. */
const DEPENDENT_READS = 64 * 256;
/** A light hash takes a millisecond: a sample is hundreds of them. */
const MOST_SECONDS = 0.5;

export interface LightSamples {
  /** Milliseconds a header, one at a time. */
  readonly singleMs: number[];
  /** Milliseconds a header, many at a time. */
  readonly batchedMs: number[];
  /** Milliseconds that as many dependent reads of the cache take as one header waits for. */
  readonly limitMs: number[];
  /** The same by the processor time that the thread had; empty where Node cannot say. */
  readonly processorSingleMs: number[];
  readonly processorBatchedMs: number[];
}

/** Light verification on one thread: single headers, the reads they wait for, and batches, by turns. The cache must be filled. */
export async function measureLight(threads: BenchThreads, { runs, secondsPerRun, progress }: BenchmarkOptions): Promise<LightSamples> {
  const sealHash = keccak(new TextEncoder().encode('medrec-miner benchmark, light verification'));
  const seconds = Math.min(secondsPerRun, MOST_SECONDS);
  const measure = async (lanes: number, milliseconds: number[], processorMs: number[]): Promise<void> => {
    for (const result of await threads.run(1, () => ({ kind: 'light', sealHash, lanes, seconds }))) {
      milliseconds.push(result.milliseconds / result.done);
      if (result.cpuMilliseconds !== null) processorMs.push(result.cpuMilliseconds / result.done);
    }
  };
  const measureLimit = async (milliseconds: number[], seed: number): Promise<void> => {
    for (const result of await threads.run(1, () => ({ kind: 'dependentReads', seed, seconds }))) {
      milliseconds.push((result.milliseconds / result.done) * DEPENDENT_READS);
    }
  };
  // The first calls run code that is still being compiled; they are not counted.
  await measure(1, [], []);
  await measure(BATCH, [], []);
  await measureLimit([], 0);
  const samples: LightSamples = { singleMs: [], batchedMs: [], limitMs: [], processorSingleMs: [], processorBatchedMs: [] };
  for (let run = 0; run < runs; run++) {
    await measure(1, samples.singleMs, samples.processorSingleMs);
    await measureLimit(samples.limitMs, run + 1);
    await measure(BATCH, samples.batchedMs, samples.processorBatchedMs);
  }
  progress.say(
    `light verification: ${median(samples.singleMs).toFixed(3)} ms a header, ${median(samples.batchedMs).toFixed(3)} ms in a batch of ${BATCH}`,
  );
  return samples;
}
