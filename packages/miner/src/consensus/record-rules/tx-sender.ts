import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { MetIn, RuleParticipant } from './participant.ts';

/**
 * TX_SENDER_UNREGISTERED: with no price on gas, only who was let in may use it.
 * @param sender at the parent state in a block, at the head in the pool
 * @returns the sender, now known to be active
 */
export function checkSender(transaction: TypedTransaction, sender: RuleParticipant | undefined, metIn: MetIn): RuleParticipant {
  if (sender?.active) return sender;
  throw new RuleError({
    code: 'TX_SENDER_UNREGISTERED',
    verdict: metIn === 'block' ? 'penalise' : 'reject',
    message: 'The sender is no active participant.',
    facts: { hash: bytesToHex(transaction.hash()), sender: transaction.getSenderAddress().toString() },
    remedy: 'Register the address first: its provider enrolls it, or the providers vote.',
  });
}
