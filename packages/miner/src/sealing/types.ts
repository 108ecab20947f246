import type { Block } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import type { ImportOutcome } from '../chain/index.ts';
import type { HashRates } from './hash-rate.ts';

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

export interface SealerStats {
  /** `idle`: started, but nothing is searched; `reason` says why, or it is the moment between two blocks. */
  readonly state: 'stopped' | 'idle' | 'sealing';
  /** A code, for example `SEALER_UNADMITTED`. */
  readonly reason: string | undefined;
  readonly threads: number;
  readonly intensityPercent: number;
  readonly hashesPerSecond: HashRates;
  /** Mean time to a block at the hash rate of the last 10 s. */
  readonly expectedBlockSeconds: number | undefined;
  readonly template: SealerTemplate | undefined;
  readonly blocksSealed: number;
  /** Sealed, but another block was first or a rule refused it. */
  readonly blocksLost: number;
  readonly workerRestarts: number;
}

export interface SealedBlock {
  readonly block: Block;
  readonly outcome: ImportOutcome;
}

export interface Sealer {
  start(): void;
  /** Ends the workers; `start` may follow. */
  stop(): Promise<void>;
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
  /** The seal is right, and the chain refused the block all the same. */
  | 'refused';

export type SubmitVerdict =
  /** Sealed and imported, as canonical or as a side block. */
  | { readonly kind: 'block'; readonly hash: Hex; readonly outcome: ImportOutcome }
  /** Meets the share target and not the block's. */
  | { readonly kind: 'share' }
  /** For a head so old that not even an ommer can come of it. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'rejected'; readonly reason: RejectedReason };

/** The one way of work out to whoever searches, and of what they find back in. */
export interface WorkDesk {
  /** Undefined while nothing is sealed: the node syncs, the lab is not admitted, or mining is stopped. */
  current(): Work | undefined;
  /** New heads and fresher templates. Returns the function that ends the subscription. */
  onWork(listener: (work: Work) => void): () => void;
  /** Checks the solution off the main thread and imports the block it seals. Throws nothing for a wrong solution. */
  submit(solution: Solution): Promise<SubmitVerdict>;
}
