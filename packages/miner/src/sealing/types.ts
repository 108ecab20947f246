import type { Block } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import type { ImportOutcome } from '../chain/index.ts';
import type { DatasetState, RestartReason } from '../ethash/index.ts';
import type { HashRates } from './hash-rate.ts';
import type { Luck } from './luck.ts';
import type { ThreadStats } from './mining-meter.ts';
import type { BlockCounts } from './own-blocks.ts';

/** The lab's account: in whose name blocks are sealed. */
export interface SealerKey {
  /** The coinbase. */
  readonly address: Hex;
  /** Signs the 32-byte digest of a header; gives r ‖ s ‖ v, 65 bytes. */
  sign(digest: Uint8Array): Uint8Array;
}

export interface SealerTemplate {
  readonly number: bigint;
  readonly parent: Hex;
  readonly difficulty: bigint;
  readonly transactions: number;
}

/** Search threads that stood still or died and were started again. */
export interface ThreadRestarts {
  readonly count: number;
  readonly lastReason: RestartReason | undefined;
  readonly lastSlot: number | undefined;
  /** Unix milliseconds. */
  readonly lastAtMs: number | undefined;
}

export interface SealerStats {
  /**
   * `idle`: started, but there is no work; `reason` says why, or it is the moment between two blocks. `preparing`: the epoch's
   * dataset is being made or read. `sealing`: there is work, for the threads or, with none, for outside miners.
   */
  readonly state: 'stopped' | 'idle' | 'preparing' | 'sealing';
  /** A code, for example `SEALER_UNADMITTED`. */
  readonly reason: string | undefined;
  /** 0: for outside miners only. */
  readonly threadCount: number;
  readonly intensityPercent: number;
  /** One entry a search thread; empty while stopped. */
  readonly threads: readonly ThreadStats[];
  readonly hashesPerSecond: HashRates;
  /** Done by the search threads since the process began; never falls. */
  readonly hashes: number;
  /** There has been work and no hash for thirty seconds. */
  readonly isHashRateZero: boolean;
  /** Mean time to a block at the hash rate of the last 10 s. */
  readonly expectedBlockSeconds: number | undefined;
  readonly template: SealerTemplate | undefined;
  readonly blocks: BlockCounts;
  /** Of the search threads; outside miners' hashes and blocks have no part in it. */
  readonly luck: Luck;
  readonly dataset: DatasetState;
  readonly restarts: ThreadRestarts;
}

export interface SealedBlock {
  readonly block: Block;
  readonly outcome: ImportOutcome;
  /** `local`, or the outside miner's name. */
  readonly origin: string;
}

export interface Sealer {
  /** Where work is handed out while it runs, and solutions are taken. */
  readonly desk: WorkDesk;
  start(): void;
  /** Ends the search threads, which gives the dataset's memory back; `start` may follow. */
  stop(): Promise<void>;
  /** At once, running or not. @throws MedrecError `SEARCH_THREADS_LIMIT` */
  setThreads(threads: number): void;
  /** @param percent 1 to 100 */
  setIntensity(percent: number): void;
  stats(): SealerStats;
  /** After the own block went through the chain's import. Returns the function that ends the subscription. */
  onSealed(listener: (sealed: SealedBlock) => void): () => void;
}

/** Work as local threads and outside miners get it: one block template, with its records, its offers and the lab's signature in it. */
export interface Work {
  readonly blockNumber: bigint;
  readonly parent: Hex;
  /** 32 bytes: what the nonce is searched for. */
  readonly sealHash: Uint8Array;
  /** 32 bytes: the epoch's seed, by which miners know the dataset. */
  readonly seedHash: Uint8Array;
  readonly difficulty: bigint;
  /** 32 bytes, big-endian, 2^256 / difficulty: a result at most as large seals the block. */
  readonly target: Uint8Array;
  /** The head is a new one: work handed out before makes at best an ommer. */
  readonly isNewHead: boolean;
}

export interface Solution {
  /** 32 bytes, of the work. */
  readonly sealHash: Uint8Array;
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes; where absent it is computed. */
  readonly mixHash?: Uint8Array;
  /** 32 bytes, big-endian; easier than the block's, for miners who report shares. The block's by default. */
  readonly shareTarget?: Uint8Array;
  /** Who found it, for logs and errors: `local`, or an outside miner's name. */
  readonly origin: string;
}

export type RejectedReason =
  /** The seal hash is of no work that was handed out, or of work older than is remembered. */
  | 'unknown-work'
  | 'wrong-mix'
  | 'low-difficulty'
  /** The same nonce for the same work once more. */
  | 'duplicate'
  /** Too many solutions are being checked; it may be sent again. */
  | 'busy'
  /** The seal is right, and the chain refused the block all the same. */
  | 'refused';

export type SubmitVerdict =
  /** Sealed and imported, as canonical or as a side block. */
  | { readonly kind: 'block'; readonly hash: Hex; readonly outcome: ImportOutcome }
  /** Meets the share target and not the block's. */
  | { readonly kind: 'share' }
  /** Right, but too late: not even an ommer can come of it, the work was sealed already, or it is a share for an older head. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'rejected'; readonly reason: RejectedReason };

/** The one way of work out to whoever searches, and of what they find back in. */
export interface WorkDesk {
  /** Undefined while the node syncs, the lab is not admitted or mining is stopped, and for a moment after each new head. */
  current(): Work | undefined;
  /** New heads and fresher templates. Returns the function that ends the subscription. */
  onWork(listener: (work: Work) => void): () => void;
  /** Checks the solution off the main thread and imports the block it seals. @throws MedrecError only when it could not be checked, or the block not imported */
  submit(solution: Solution): Promise<SubmitVerdict>;
}
