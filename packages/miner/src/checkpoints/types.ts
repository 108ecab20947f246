import type { Hex } from '@medrec/shared/bytes';
import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { BlockPoint, Origin } from '../chain/index.ts';

/** The two certificates of blocks that cannot be on one chain: more than a third of the seats have signed both. */
export interface CheckpointConflict {
  readonly first: SignedCheckpoint;
  readonly second: SignedCheckpoint;
}

export interface CheckpointStatus {
  /** Blocks between checkpoints; 0: the network has none. */
  readonly interval: number;
  readonly certified: (BlockPoint & { readonly votes: number; readonly isCanonical: boolean }) | undefined;
  /** What a provider's next signature names as its base. */
  readonly base: Hex;
  /** Seats in the base's state; undefined while that state is not known here. */
  readonly seats: number | undefined;
  /** The last block that each provider is known here to have signed, by its account. */
  readonly signed: ReadonlyMap<Hex, BlockPoint>;
  /** Providers that have signed two blocks of one height. */
  readonly equivocators: readonly Hex[];
  readonly conflict: CheckpointConflict | undefined;
}

/** Providers' signed checkpoints: counted, made into certificates, kept, and given to the fork choice. */
export interface Checkpoints {
  readonly interval: number;
  /**
   * One vote, or a certificate. `known`: nothing new in it.
   * @throws RuleError `CHECKPOINT_…`: of the wrong height, signer or base, or with too few signatures
   */
  add(checkpoint: SignedCheckpoint, origin: Origin): Promise<'vote' | 'certificate' | 'known'>;
  status(): CheckpointStatus;
  /** For peers: the certificates of heights above the number, ascending; to who has them all, the votes that make the next. */
  above(number: bigint, limit: number): readonly SignedCheckpoint[];
  /** New votes and certificates, with where they came from. Returns the function that ends the subscription. */
  onAdded(listener: (checkpoint: SignedCheckpoint, origin: Origin) => void): () => void;
  close(): Promise<void>;
}
