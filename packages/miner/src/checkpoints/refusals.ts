import type { SignedCheckpoint } from '@medrec/shared/checkpoints';
import { type Facts, RuleError, type Verdict } from '@medrec/shared/errors';

type Refusal = 'OFF' | 'HEIGHT' | 'BASE_UNKNOWN' | 'SEATS_UNKNOWN' | 'SIGNER' | 'INCOMPLETE' | 'FAR';

// What depends on how far this node has come is nobody's fault; what the message itself decides is.
const REFUSALS: Readonly<Record<Refusal, readonly [Verdict, string]>> = {
  OFF: ['ignore', 'This network has no checkpoints.'],
  HEIGHT: ['penalise', 'The number is no checkpoint height.'],
  BASE_UNKNOWN: ['ignore', 'The checkpoint builds on a certified block that this node does not know.'],
  SEATS_UNKNOWN: ['ignore', 'The seats that decide are not known here yet.'],
  SIGNER: ['penalise', 'A signature is no seat’s.'],
  INCOMPLETE: ['penalise', 'Fewer than more than two thirds of the seats have signed.'],
  FAR: ['ignore', 'The checkpoint is too far above this node’s head to be counted yet.'],
};

/** The error `CHECKPOINT_…` for a checkpoint that is not taken. */
export function refusal(reason: Refusal, { number, blockHash, base }: SignedCheckpoint, facts: Facts = {}): RuleError {
  const [verdict, message] = REFUSALS[reason];
  return new RuleError({ code: `CHECKPOINT_${reason}`, verdict, message, facts: { number, blockHash, base, ...facts } });
}
