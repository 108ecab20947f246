import { decodeCheckpoint, encodeCheckpoint, signedCheckpoint } from '@medrec/shared/checkpoints';
import { z } from 'zod';
import type { CheckpointStatus } from '../../../checkpoints/index.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** Null on a network without checkpoints. */
export function describeCheckpoints(status: CheckpointStatus): Record<string, unknown> | null {
  if (status.interval === 0) return null;
  const { certified, conflict } = status;
  return {
    interval: status.interval,
    certified: certified
      ? { number: quantity(certified.number), hash: certified.hash, votes: certified.votes, canonical: certified.isCanonical }
      : null,
    seats: status.seats ?? null,
    conflict: conflict ? { first: encodeCheckpoint(conflict.first), second: encodeCheckpoint(conflict.second) } : null,
  };
}

/** What a hospital needs to sign the next checkpoint, and to know whether it may pay. Null on a network without checkpoints. */
export const medrecCheckpoints = defineMethod('medrec_checkpoints', none, ({ checkpoints }) => {
  const status = checkpoints.status();
  const described = describeCheckpoints(status);
  if (described === null) return null;
  const signed = Object.fromEntries([...status.signed].map(([account, { number, hash }]) => [account, { number: quantity(number), hash }]));
  return { ...described, base: status.base, signed, equivocators: status.equivocators };
});

/** A provider's signed checkpoint; its signature is all the permission that it needs. @returns `vote`, `certificate` or `known` */
export const medrecSubmitCheckpoint = defineMethod(
  'medrec_submitCheckpoint',
  z.tuple([signedCheckpoint]).transform(([{ number, ...rest }]) => decodeCheckpoint({ ...rest, number: number.toString() })),
  ({ checkpoints }, checkpoint) => checkpoints.add(checkpoint, 'rpc'),
);
