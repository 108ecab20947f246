import type { Hex } from '@medrec/shared/bytes';

/** An offer as the Census contract recorded it, in transaction order. Outcome `none` never reaches a rule. */
export interface OfferView {
  readonly providerId: Hex;
  readonly releaseKey: Hex;
  readonly tier: number;
}

/** What a rule may look at: the same facts the reward contract sees when the block is executed. */
export interface BlockView {
  readonly number: bigint;
  /** Participant id of the coinbase, undefined when it is no active lab. */
  readonly sealerId: Hex | undefined;
  readonly ommerSealerIds: readonly Hex[];
  readonly offers: readonly OfferView[];
}

/** A tier of a release for a lab. Grants are data; only the engine or the contract acts on them. */
export interface Grant {
  readonly labId: Hex;
  readonly releaseKey: Hex;
  readonly tier: number;
}

export type Deployability = { readonly deployable: true } | { readonly deployable: false; readonly reason: string };

/** A reward rule: pure functions from blocks to grants, run by the node's contract, the simulator and the replay alike. */
export interface RewardRule<State> {
  readonly name: string;
  /** Whether a contract proven equal to this module exists. */
  readonly deployability: Deployability;
  init(): State;
  onBlock(block: BlockView, state: State): { readonly state: State; readonly grants: readonly Grant[] };
}
