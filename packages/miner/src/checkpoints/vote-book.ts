import type { Hex } from '@medrec/shared/bytes';
import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import type { BlockPoint } from '../chain/index.ts';

/** Checkpoint heights whose votes are kept; the lowest go first. */
const MAX_HEIGHTS = 64;
/** Of one seat at one height: a second block is the proof that it signs two, a third tells nothing more. */
const MAX_PER_SEAT = 2;

export interface Vote {
  readonly account: Hex;
  readonly checkpoint: SignedCheckpoint;
}

/** Votes for heights without a certificate yet. Bounded: only seats' votes come here, two per seat and height. */
export interface VoteBook {
  /** `double`: the seat has signed another block of this height; the vote is kept, since both may be certified. */
  add(vote: Vote): 'new' | 'double' | 'known';
  /** The very same signature is here already. */
  has(checkpoint: SignedCheckpoint): boolean;
  all(): readonly SignedCheckpoint[];
  /** The signatures of different seats for this block on this base. */
  signaturesFor(checkpoint: SignedCheckpoint): readonly Hex[];
  /** Each seat's highest vote. */
  lastOf(): ReadonlyMap<Hex, BlockPoint>;
  /** Forgets heights up to this one. */
  dropTo(number: bigint): void;
}

export function createVoteBook(): VoteBook {
  const heights = new Map<bigint, Vote[]>();
  const last = new Map<Hex, BlockPoint>();

  const isSame = (a: SignedCheckpoint, b: SignedCheckpoint): boolean => a.blockHash === b.blockHash && a.base === b.base;

  const keep = (vote: Vote): void => {
    const { number, blockHash } = vote.checkpoint;
    const votes = heights.get(number) ?? [];
    votes.push(vote);
    heights.set(number, votes);
    if ((last.get(vote.account)?.number ?? -1n) < number) last.set(vote.account, { number, hash: blockHash });
    if (heights.size <= MAX_HEIGHTS) return;
    const [lowest] = [...heights.keys()].sort((a, b) => Number(a - b));
    if (lowest !== undefined) heights.delete(lowest);
  };

  return {
    add(vote) {
      const { number, blockHash } = vote.checkpoint;
      const own = (heights.get(number) ?? []).filter(({ account }) => account === vote.account);
      if (own.some(({ checkpoint }) => isSame(checkpoint, vote.checkpoint)) || own.length >= MAX_PER_SEAT) return 'known';
      const isDouble = own.some(({ checkpoint }) => checkpoint.blockHash !== blockHash);
      keep(vote);
      return isDouble ? 'double' : 'new';
    },
    has({ number, signatures }) {
      const known = heights.get(number) ?? [];
      return signatures.length === 1 && known.some(({ checkpoint }) => checkpoint.signatures[0] === signatures[0]);
    },
    all: () => [...heights.values()].flat().map(({ checkpoint }) => checkpoint),
    signaturesFor(checkpoint) {
      const votes = heights.get(checkpoint.number) ?? [];
      return votes.filter((vote) => isSame(vote.checkpoint, checkpoint)).flatMap((vote) => vote.checkpoint.signatures);
    },
    lastOf: () => last,
    dropTo(number) {
      for (const height of heights.keys()) if (height <= number) heights.delete(height);
    },
  };
}
