import type { Block, BlockHeader } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import type { Hex } from '@medrec/shared/bytes';
import type { ChainSpec } from '@medrec/shared/chain';
import type { AccountProof, CallRequest, CallResult, LogEntry, Receipt } from '../execution/index.ts';
import type { BlockPoint } from './finality.ts';

export type { BlockPoint };

export interface Head {
  readonly hash: Hex;
  readonly number: bigint;
  readonly totalDifficulty: bigint;
  readonly header: BlockHeader;
}

/** `known` also when the block was refused before and is remembered as bad (then `importBlock` throws again). */
export type ImportOutcome = 'canonical' | 'side' | 'known' | 'orphan' | 'future';

/** One change of the canonical chain: blocks removed from the old head down, then added from the fork point up. */
export interface HeadChange {
  readonly removed: readonly Block[];
  readonly added: readonly Block[];
  readonly head: Head;
}

export interface TransactionPlace {
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly index: number;
}

/** Where a block came from, for errors, logs and metrics: a peer's id, `local` or `rpc`. */
export type Origin = string;

export interface Chain {
  readonly spec: ChainSpec;
  readonly common: Common;
  readonly genesisHash: Hex;
  head(): Head;
  /** Seal and header rules, parent, record rules, execution, store, fork choice. @throws RuleError with peer and coinbase in its facts. */
  importBlock(block: Block, origin: Origin): Promise<ImportOutcome>;
  /**
   * Headers that follow one another, before any body is fetched for them: header rules and proofs of work. The first one's
   * parent is stored, or is `after`, a header checked before. @throws RuleError of the first that is wrong
   */
  verifyHeaders(headers: readonly BlockHeader[], origin: Origin, after?: BlockHeader): Promise<void>;
  /** The proofs of work of ascending blocks at once, before their import. @throws RuleError `HEADER_SEAL` of the first that is wrong */
  verifySeals(blocks: readonly Block[], origin: Origin): Promise<void>;
  /**
   * Binds the chain to a block that the providers have certified: no branch without it is followed any more, and the branch
   * with it is, however light, as soon as the block is stored. @throws MedrecError from the store
   */
  certify(point: BlockPoint): Promise<void>;
  /** The newest certified block; it may not have arrived yet. */
  certified(): BlockPoint | undefined;
  /** Recovers who sent the blocks’ transactions, off the main thread, before their import. Never rejects: the import says what is wrong. */
  prepareSenders(blocks: readonly Block[]): Promise<void>;
  blockByHash(hash: Hex): Promise<Block | undefined>;
  /** Canonical only. */
  blockByNumber(number: bigint): Promise<Block | undefined>;
  /** Canonical only. */
  headerByNumber(number: bigint): Promise<BlockHeader | undefined>;
  /** RLP of `[transactions, ommer headers]` as it is stored: what peers are served costs no decoding. */
  bodyOf(hash: Hex): Promise<Uint8Array | undefined>;
  isCanonical(hash: Hex): Promise<boolean>;
  totalDifficultyOf(hash: Hex): Promise<bigint | undefined>;
  receiptsOf(hash: Hex): Promise<readonly Receipt[] | undefined>;
  systemLogsOf(hash: Hex): Promise<readonly LogEntry[]>;
  placeOf(transactionHash: Hex): Promise<TransactionPlace | undefined>;
  call(block: Hex, request: CallRequest): Promise<CallResult>;
  accountAt(block: Hex, address: Hex): Promise<{ nonce: bigint; balance: bigint; codeHash: Hex; storageRoot: Hex } | undefined>;
  codeAt(block: Hex, address: Hex): Promise<Uint8Array>;
  storageAt(block: Hex, address: Hex, slot: Uint8Array): Promise<Uint8Array>;
  /** EIP-1186. */
  proofAt(block: Hex, address: Hex, slots: readonly Uint8Array[]): Promise<AccountProof>;
  /** Ommer candidates valid for a child of the head. */
  ommerCandidates(): Promise<readonly BlockHeader[]>;
  /** Called after the change is stored. Returns the function that ends the subscription. */
  onHead(listener: (change: HeadChange) => void): () => void;
  close(): Promise<void>;
}
