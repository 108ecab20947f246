import type { Block, BlockHeader } from '@ethereumjs/block';
import type { TypedTransaction } from '@ethereumjs/tx';
import type { Hex } from '@medrec/shared/bytes';
import type { AccountProof, StateWrites } from './state/index.ts';

/** Hash of the ancestor at that height, going back from a block by its hash; for BLOCKHASH. */
export type AncestorHash = (from: Uint8Array, number: bigint) => Promise<Uint8Array | undefined>;

export interface LogEntry {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

export interface Receipt {
  readonly status: 0 | 1;
  readonly cumulativeGasUsed: bigint;
  readonly gasUsed: bigint;
  /** 256 bytes. */
  readonly bloom: Uint8Array;
  readonly logs: readonly LogEntry[];
  readonly txType: number;
  /** After the transaction; 32 bytes; only before Byzantium, where a receipt has it in the place of the status. */
  readonly stateRoot?: Uint8Array;
  /** Logs of the system call after the last transaction (`RewardRule.onBlock`) are in `BlockResult.systemLogs`. */
}

export interface BlockResult {
  readonly stateRoot: Uint8Array;
  readonly receipts: readonly Receipt[];
  readonly receiptsRoot: Uint8Array;
  readonly logsBloom: Uint8Array;
  readonly gasUsed: bigint;
  /** Logs of the system calls; derived data, not part of the receipts trie. Indexed like a receipt of no transaction. */
  readonly systemLogs: readonly LogEntry[];
  readonly writes: StateWrites;
}

export interface CallRequest {
  readonly from?: Hex;
  readonly to?: Hex;
  readonly data?: Hex;
  readonly gas?: bigint;
}

export interface CallResult {
  readonly reverted: boolean;
  readonly returnData: Uint8Array;
  /** As a transaction: with the base and calldata cost, before refunds. */
  readonly gasUsed: bigint;
}

export interface BuildRequest {
  readonly parent: BlockHeader;
  /** Unix seconds, greater than the parent's. */
  readonly timestamp: bigint;
  readonly coinbase: Hex;
  readonly ommers: readonly BlockHeader[];
  /** Tried in this order; one that would break a rule (reverts, over quota) is left out and reported. */
  readonly transactions: Iterable<TypedTransaction>;
  /** 32 bytes of the lab's own. */
  readonly freeExtra: Uint8Array;
  /** Signs the 32-byte digest of `consensus/sealer-signature`; gives r ‖ s ‖ v, 65 bytes. */
  sign(digest: Uint8Array): Uint8Array;
}

/** Complete but for nonce and mixHash; its seal hash is what miners search over. */
export interface BlockTemplate {
  readonly block: Block;
  readonly result: BlockResult;
  readonly leftOut: readonly { readonly hash: Hex; readonly code: string }[];
}

/** Runs and builds blocks. Deterministic: the same block on the same parent gives the same result on a warm and a fresh process. */
export interface Executor {
  /** Checks the record rules that need state, executes, and compares with the header. @throws RuleError */
  runBlock(block: Block, parent: BlockHeader): Promise<BlockResult>;
  buildBlock(request: BuildRequest): Promise<BlockTemplate>;
  /** eth_call: changes nothing. */
  call(stateRoot: Uint8Array, header: BlockHeader, request: CallRequest): Promise<CallResult>;
  accountAt(stateRoot: Uint8Array, address: Hex): Promise<{ nonce: bigint; balance: bigint; codeHash: Hex; storageRoot: Hex } | undefined>;
  codeAt(stateRoot: Uint8Array, address: Hex): Promise<Uint8Array>;
  storageAt(stateRoot: Uint8Array, address: Hex, slot: Uint8Array): Promise<Uint8Array>;
  /** The Registrar's view of an address, read straight from storage (no EVM), cached per state root. */
  participantAt(stateRoot: Uint8Array, address: Hex): Promise<{ id: Hex; role: number; active: boolean; sponsor: Hex } | undefined>;
  /** EIP-1186: the account, the slots, and the trie nodes that prove them under the root; for absent ones, that they are absent. */
  proofAt(stateRoot: Uint8Array, address: Hex, slots: readonly Uint8Array[]): Promise<AccountProof>;
}
