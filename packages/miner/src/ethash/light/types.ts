import type { Hashimoto } from '../kernel/index.ts';

/** A header's claim to work, without the header. */
export interface SealedWork {
  readonly blockNumber: bigint;
  /** 32 bytes: keccak256(rlp(header without mixHash and nonce)). */
  readonly sealHash: Uint8Array;
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array;
  readonly difficulty: bigint;
}

/**
 * Proof of work by light evaluation. Standard sizes are computed in a worker thread, small fixed ones at once.
 * A worker that fails rejects the calls that wait for it; the next call starts another.
 */
export interface Ethash {
  /** True when mixHash is right and the result is at most 2^256 / difficulty; equality counts. @throws as `hash` */
  verify(work: SealedWork): Promise<boolean>;
  /**
   * For solutions whose mix hash is not known: `verify` goes before it.
   * @param nonce 64 bits
   * @param difficulty of the block, if it may be one: what meets it is remembered, so that its import need not compute it again
   * @throws RuleError `ETHASH_BUSY` (ignore) when too many wait; MedrecError `ETHASH_WORKER_FAILED`, `ETHASH_CLOSED`, `ETHASH_MEMORY`
   */
  hash(blockNumber: bigint, sealHash: Uint8Array, nonce: bigint, difficulty?: bigint): Promise<Hashimoto>;
  close(): Promise<void>;
}

/** What makes a header's work good. */
export interface Seal {
  /** 8 bytes, big-endian. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mixHash: Uint8Array;
}
