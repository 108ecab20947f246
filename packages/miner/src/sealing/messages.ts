import type { EthashSizes } from '@medrec/shared/chain';

/** What a search worker is started with. */
export interface SearchWorkerData {
  readonly sizes: EthashSizes;
  /** Share of the time spent searching, 1 to 100. */
  readonly intensityPercent: number;
}

export interface SearchJob {
  /** Rising; an answer names it. */
  readonly job: number;
  readonly blockNumber: bigint;
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  readonly difficulty: bigint;
  /** Random, so that workers and labs do not search the same nonces. */
  readonly startNonce: bigint;
}

/** `undefined` ends the search. */
export type ToWorker = SearchJob | undefined;

export type FromWorker =
  | { readonly kind: 'hashed'; readonly hashes: number }
  | { readonly kind: 'found'; readonly job: number; readonly nonce: Uint8Array; readonly mixHash: Uint8Array };
