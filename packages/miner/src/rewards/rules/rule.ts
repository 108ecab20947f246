import type { Hex } from '@medrec/shared/bytes';

/** An offer as the Census contract recorded it, in transaction order. Outcome `none` never reaches a rule. */
export interface OfferView {
  readonly providerId: Hex;
  readonly releaseKey: Hex;
  readonly tier: number;
}

/** Record items of one provider in a block: what the chain is for, and what a rule may pay by. */
export interface RecordWork {
  readonly providerId: Hex;
  readonly items: number;
  /** Whether the provider has declared that it belongs with the block's sealer. */
  readonly affiliated: boolean;
}

/** What a rule may look at: the same facts the reward contract sees when the block is executed. */
export interface BlockView {
  readonly number: bigint;
  /** Participant id of the coinbase, undefined when it is no active lab. */
  readonly sealerId: Hex | undefined;
  readonly ommerSealerIds: readonly Hex[];
  readonly offers: readonly OfferView[];
  /** Absent where nobody counted them; a rule that pays by items then pays nothing. */
  readonly records?: readonly RecordWork[];
}

/** What became known when a census epoch was closed. */
export interface EpochView {
  /** The first block after the epoch. */
  readonly number: bigint;
  /** The epoch's releases, each once, at the finest tier offered. */
  readonly releases: readonly OfferView[];
  /** Participant ids of all admitted labs, whether they seal or not. */
  readonly labIds: readonly Hex[];
}

/** A lab asks for a tier of a release, now or when the rule next decides. */
export interface Redemption {
  readonly number: bigint;
  readonly labId: Hex;
  readonly providerId: Hex;
  readonly releaseKey: Hex;
  readonly tier: number;
  /** The finest tier that the lab already has of it, 0 for none. */
  readonly heldTier: number;
  /** The most that it would pay, in the rule's credits. */
  readonly bid: number;
}

/** A tier of a release for a lab. Grants are data; only the engine or the contract acts on them. */
export interface Grant {
  readonly labId: Hex;
  readonly releaseKey: Hex;
  readonly tier: number;
  /** Share of the tier's ρ, for a rule that splits budgets; absent for all of it. */
  readonly precision?: number;
}

export type Deployability = { readonly deployable: true } | { readonly deployable: false; readonly reason: string };

/** How a rule uses the providers' privacy budgets. */
export interface BudgetUse {
  /** `atOnce`: the whole lifetime budget from the first day. `periods`: slice by slice, as the Census contract unlocks it. */
  readonly unlock: 'atOnce' | 'periods';
  /** `release`: the first grant of a release is charged and all others are copies. `answer`: each grant is a new answer with a charge. */
  readonly charge: 'release' | 'answer';
}

/** Numbers that a scenario may set, by name. */
export type RuleSettings = Readonly<Record<string, number>>;

/** Uniform in [0, 1). A rule that draws is not deployable: a chain has no randomness that a sealer could not steer. */
export type Draw = () => number;

export interface Step<State> {
  readonly state: State;
  readonly grants: readonly Grant[];
}

/** A reward rule: pure functions from blocks to grants, run by the node's contract, the simulator and the replay alike. */
export interface RewardRule<State> {
  readonly name: string;
  /** What it pays for, in one sentence. */
  readonly summary?: string;
  /** Whether a contract proven equal to this module exists. */
  readonly deployability: Deployability;
  /** Absent: unlocked by periods, charged by release. */
  readonly budget?: BudgetUse;
  /** Demands are answered in `onEpoch`, not at once. */
  readonly decidesAtEpoch?: true;
  /** Defaults of what may be set. */
  readonly settings?: RuleSettings;
  init(settings?: RuleSettings): State;
  onBlock(block: BlockView, state: State, draw?: Draw): Step<State>;
  /** Called after `onBlock`, for each ommer's sealer that is an active lab. */
  onOmmer?(sealerId: Hex, block: BlockView, state: State): Step<State>;
  /** A lab's work below a block's target, `count` of them since the last block. */
  onShare?(labId: Hex, count: number, state: State): Step<State>;
  /** A lab has signed for the last block. */
  onAttestation?(labId: Hex, state: State): Step<State>;
  onEpoch?(epoch: EpochView, state: State, draw: Draw): Step<State>;
  onRedeem?(redemption: Redemption, state: State): Step<State>;
}
