import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Session } from './session.ts';

/**
 * TX_NONCE_LOW, TX_NONCE_GAP: told apart from other faults because they are nobody's fault: a sealer met the transaction
 * after another block took it, or its predecessor was left out.
 */
export async function checkNonce({ state }: Session, transaction: TypedTransaction): Promise<void> {
  const expected = (await state.getAccount(transaction.getSenderAddress()))?.nonce ?? 0n;
  if (transaction.nonce === expected) return;
  throw new RuleError({
    code: transaction.nonce < expected ? 'TX_NONCE_LOW' : 'TX_NONCE_GAP',
    verdict: 'ignore',
    message: 'The transaction’s nonce is not the sender’s next.',
    facts: { hash: bytesToHex(transaction.hash()), nonce: transaction.nonce, expected },
  });
}
