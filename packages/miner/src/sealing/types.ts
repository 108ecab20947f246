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
