import type { EthashSizes } from '@medrec/shared/chain';
import type { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';

export interface PoolJob {
  /** Rising; what is found names it. */
  readonly job: number;
  readonly blockNumber: bigint;
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  readonly difficulty: bigint;
}

export interface FoundSeal {
  readonly job: number;
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array;
}

export interface SearchThread {
  readonly slot: number;
  /** Nonces tried in this slot since the pool was made; never falls, not even when its thread is started again. */
  readonly hashes: number;
  readonly state: 'starting' | 'preparing' | 'searching' | 'resting';
}

export interface DatasetState {
  readonly state: 'none' | 'preparing' | 'ready';
  readonly epoch?: number;
  /** Of the whole dataset. */
  readonly bytes?: number;
  /** Read back or computed so far. */
  readonly doneBytes?: number;
  /** Of `doneBytes`, those that were read back from disk. */
  readonly readBytes?: number;
  /** By the speed of the last seconds; absent until there is one. */
  readonly secondsLeft?: number;
  /** True while it is being prepared and nothing has been done for half a minute (`DATASET_STALLED`); absent when it is ready. */
  readonly isStalled?: boolean;
  /** False once it is known that the files could not be kept; absent where none are meant to be. */
  readonly keptOnDisk?: boolean;
}

/** Time as a port; the chain's clock fits. */
export interface PoolClock {
  /** Milliseconds. */
  nowMs(): number;
  /** Runs once after the delay. Returns the function that cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export type RestartReason = 'stalled' | 'ended';

export interface SearchPoolOptions {
  readonly sizes: EthashSizes;
  /** 0 is allowed: then nothing is prepared and nothing searched until `setThreads`. */
  readonly threads: number;
  /** Share of each thread's time that is spent working, 1 to 100. */
  readonly intensityPercent: number;
  /** Where datasets are kept; absent: the user's cache folder. Small fixed datasets are never kept. */
  readonly datasetDir?: string;
  readonly log: Logger;
  readonly clock?: PoolClock;
  onFound(found: FoundSeal): void;
  onRestart(slot: number, reason: RestartReason): void;
  /** At least every second while a dataset is being prepared, and once when it is ready. */
  onDataset?(state: DatasetState): void;
  /** Files could not be kept (`DATASET_NOT_KEPT`), once an epoch; mining goes on from memory. Absent: it is logged. */
  onDatasetNotKept?(error: MedrecError): void;
}

/** Threads that search one job together over one dataset. */
export interface SearchPool {
  /**
   * Takes the place of the last job within a few milliseconds. The epoch's dataset is prepared first when it is not there; where there
   * is another epoch's, it begins once the threads have let that one go. Should there be no memory then, it is logged, and thrown at the
   * next job.
   * @throws MedrecError `ETHASH_MEMORY` when there is no memory for the epoch's dataset
   */
  search(job: PoolJob): void;
  rest(): void;
  /** @throws MedrecError `SEARCH_THREADS_LIMIT` */
  setThreads(threads: number): void;
  /** 1 to 100. */
  setIntensity(percent: number): void;
  threads(): readonly SearchThread[];
  dataset(): DatasetState;
  close(): Promise<void>;
}
