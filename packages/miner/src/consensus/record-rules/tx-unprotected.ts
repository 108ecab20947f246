import { Capability, type TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/** TX_UNPROTECTED: without a chain id the same signature is good on every network. */
export function checkProtected(transaction: TypedTransaction): void {
  if (transaction.supports(Capability.EIP155ReplayProtection) || transaction.supports(Capability.EIP2718TypedTransaction)) return;
  throw new RuleError({
    code: 'TX_UNPROTECTED',
    verdict: 'penalise',
    message: 'The transaction carries no chain id.',
    facts: { hash: bytesToHex(transaction.hash()) },
    remedy: 'Sign it for this chain (EIP-155).',
  });
}
