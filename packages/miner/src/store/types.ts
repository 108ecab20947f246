import type { Block, BlockHeader } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import type { LogEntry, Receipt, StateNodes, StateWrites } from '../execution/index.ts';
import type { StateWindow } from './state-window.ts';

/** What the first opening of a folder writes: block 0 and its state. */
export interface GenesisState {
  readonly block: Block;
  readonly writes: StateWrites;
}

export interface StoredReceipts {
  readonly receipts: readonly Receipt[];
  readonly systemLogs: readonly LogEntry[];
}

export interface StoredPlace {
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly index: number;
}

/** How the canonical chain changes with a block: empty `removed` for a plain extension. */
export interface CanonicalChange {
  /** From the old head down. */
  readonly removed: readonly Block[];
  /** From the fork point up; the last one is the new head. */
  readonly added: readonly Block[];
}

/** A block with what is kept beside it, but its state. */
export interface StoredBlock extends StoredReceipts {
  readonly block: Block;
  readonly totalDifficulty: bigint;
  /** Absent for a side block. */
  readonly canonical?: CanonicalChange;
}

export interface BlockCommit extends StoredBlock {
  readonly writes: StateWrites;
}

/**
 * Blocks, state and indexes of one chain on disk. Reads are synchronous, because trie walks are many small ones.
 * Every value is checked against its checksum, and every block against its hash, when it is read.
 * @throws MedrecError `STORE_DAMAGED` from any read that meets a changed value.
 */
export interface Store {
  readonly genesisHash: Hex;
  /** The states that are kept. */
  readonly nodes: StateNodes;
  /** Of which canonical blocks the state is kept. */
  window(): StateWindow;
  hasState(hash: Hex): boolean;
  headHash(): Hex;
  has(hash: Hex): boolean;
  header(hash: Hex): BlockHeader | undefined;
  block(hash: Hex): Block | undefined;
  /** RLP of `[transactions, ommer headers]`, without the cost of decoding it. */
  body(hash: Hex): Uint8Array | undefined;
  totalDifficulty(hash: Hex): bigint | undefined;
  canonicalHash(number: bigint): Hex | undefined;
  receipts(hash: Hex): StoredReceipts | undefined;
  /** The same as they are stored, see `encodeReceipts`; what peers are served costs no decoding. */
  receiptsBytes(hash: Hex): Uint8Array | undefined;
  /** Canonical transactions only. */
  place(transactionHash: Hex): StoredPlace | undefined;
  /** Hashes of all stored blocks with numbers `from` to `to`, canonical or not. */
  hashesBetween(from: bigint, to: bigint): Promise<readonly Hex[]>;
  /**
   * One atomic batch, on disk before the promise resolves.
   * @throws MedrecError `STORE_WRITE_FAILED`; nothing of the block is stored then.
   */
  commit(commit: BlockCommit): Promise<void>;
  /** Another branch of stored blocks becomes canonical, without a new block. As atomic as `commit`. @throws MedrecError `STORE_WRITE_FAILED` */
  reorganise(change: CanonicalChange): Promise<void>;
  /** While states are being executed again from the stored blocks: the head to reach. See `replayStored`. */
  pending(): { readonly head: Hex; readonly height: bigint } | undefined;
  /** The stored block that comes after the head and has still to be executed again. */
  nextPending(): Block | undefined;
  /** Ends the replay at the present head; the stored blocks above it are taken out, to be fetched again. */
  dropPending(): Promise<void>;
  close(): Promise<void>;
}
