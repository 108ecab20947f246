import type { ImportOutcome } from '@medrec/miner/chain';
import type { Hex } from '@medrec/shared/bytes';

// What the model's process and the node's process say to each other (structured clones).

export interface ReleaseName {
  /** The provider's address. */
  readonly provider: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
}

export type Ask =
  | { readonly kind: 'import'; readonly rlp: Uint8Array }
  | { readonly kind: 'add'; readonly raw: Uint8Array }
  | { readonly kind: 'has'; readonly hash: Hex }
  | { readonly kind: 'ledger'; readonly releases: readonly ReleaseName[]; readonly labs: readonly Hex[] }
  | { readonly kind: 'canonical'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'view' }
  | { readonly kind: 'close' };

/** How the canonical chain moved since the last view: hashes from the old head down, then from the fork point up. */
export interface Move {
  readonly removed: readonly Hex[];
  readonly added: readonly Hex[];
}

export interface View {
  readonly head: Hex;
  readonly totalDifficulty: bigint;
  readonly stateRoot: Hex;
  /** Sorted. */
  readonly pooled: readonly Hex[];
  /** What a sealer would try first to last. */
  readonly ready: readonly Hex[];
  readonly moves: readonly Move[];
  /** Digests of all logs, the system's included, by the hash of each block that the moves added. */
  readonly logs: ReadonlyMap<Hex, Hex>;
  /** Of the ommers that a child of the head may name. */
  readonly ommers: readonly Hex[];
}

export interface Canonical {
  readonly hashes: readonly (Hex | undefined)[];
  readonly logs: readonly (Hex | undefined)[];
}

export interface NodeLedger {
  /** Micro-ρ by provider in the spec's order. */
  readonly spent: readonly bigint[];
  /** Block at which each release was funded; 0 when it is not. */
  readonly fundedAt: readonly bigint[];
  /** Highest tier by release, then by lab. */
  readonly tiers: readonly (readonly number[])[];
}

export interface Answers {
  readonly import: ImportOutcome | { readonly code: string };
  readonly add: { readonly hash: Hex } | { readonly code: string };
  readonly has: boolean;
  readonly ledger: NodeLedger;
  readonly canonical: Canonical;
  readonly view: View;
  readonly close: true;
}
