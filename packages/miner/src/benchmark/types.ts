import type { Progress } from '@medrec/shared/cli';
import type { KernelSizes } from '../ethash/index.ts';
import type { MachineFacts } from './machine.ts';

export interface BenchmarkOptions {
  readonly epoch: number;
  /** Bytes of the cache and of the dataset. */
  readonly sizes: KernelSizes;
  /** Numbers of threads to measure, each at least 1. */
  readonly threads: readonly number[];
  /** Samples of each measurement; the median is reported. */
  readonly runs: number;
  /** Length of one sample of hash rate or of random reads. */
  readonly secondsPerRun: number;
  readonly progress: BenchmarkProgress;
}

/** Where a benchmark tells people how far it is. */
export interface BenchmarkProgress {
  /** The dataset's items, which one number of threads computes. */
  dataset(threads: number): Progress;
  say(line: string): void;
}

/** By number of threads, as decimal text: `{"1": …, "2": …}`. */
export type ByThreads<T> = Readonly<Record<string, T>>;

export interface ProcessorRates {
  /**
   * Processor time that the threads had, to the time they ran. Well below 1, other programs took part of the machine, or a
   * virtual machine's host did not give it: the rates by the clock are then too low.
   */
  readonly share: number;
  /** Medians. What else runs takes from these too, but only its part of the caches and of the memory's time. */
  readonly hashesPerSecond: number;
  readonly ratio: number;
  /** Of one thread, the mean of all. */
  readonly datasetSeconds: number;
}

export interface BenchmarkReport {
  readonly version: 1;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly machine: MachineFacts;
  readonly epoch: number;
  readonly cacheBytes: number;
  readonly datasetBytes: number;
  readonly runs: number;
  readonly secondsPerRun: number;
  readonly cacheSeconds: number;
  /** One build each, from the cache, never from disk. */
  readonly datasetSeconds: ByThreads<number>;
  readonly hashesPerSecond: ByThreads<number>;
  /** Independent random reads of 128-byte pages a second, divided by the 64 that one hash needs. */
  readonly randomReadLimitHashesPerSecond: ByThreads<number>;
  /** Hash rate to limit: the median over pairs of samples that were taken one after the other. */
  readonly ratio: ByThreads<number>;
  /** What the rates and their ratio would be if the threads had a processor all the time; null where Node cannot say. */
  readonly byProcessorTime: ByThreads<ProcessorRates | null>;
  /** The three figures of one thread by processor time; null where Node cannot say. */
  readonly processorTime: { readonly cacheSeconds: number; readonly lightVerifyMs: number; readonly lightVerifyBatchedMs: number } | null;
  /** One header from the cache, on one thread. */
  readonly lightVerifyMs: number;
  /** Per header when many wait and are computed in lanes, on one thread. */
  readonly lightVerifyBatchedMs: number;
  /**
   * What one header waits for at least: 16,384 reads of the cache, each of a row that the one before names. Near it, a header alone is
   * bound by the latency of the cache's memory.
   */
  readonly lightVerifyLimitMs: number;
  /**
   * Nonces whose hash from the dataset and hash from the cache were equal, mix and result, and of which the search had said rightly
   * whether they meet its target; what it found was equal to both.
   */
  readonly hashesChecked: number;
  readonly samples: {
    readonly cacheSeconds: readonly number[];
    readonly hashesPerSecond: ByThreads<readonly number[]>;
    readonly randomReadLimitHashesPerSecond: ByThreads<readonly number[]>;
    readonly lightVerifyMs: readonly number[];
    readonly lightVerifyBatchedMs: readonly number[];
    readonly lightVerifyLimitMs: readonly number[];
  };
}
