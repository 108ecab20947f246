import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex } from '@medrec/shared/bytes';
import { PROTOCOL_ADDRESSES } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';

const CALLABLE = new Set(PROTOCOL_ADDRESSES.map((address) => address.toLowerCase()));

/** TX_TARGET: this is a chain for medical records, not a general computer. */
export function checkTarget(transaction: TypedTransaction): void {
  const to = transaction.to?.toString().toLowerCase();
  if (to !== undefined && CALLABLE.has(to)) return;
  throw new RuleError({
    code: 'TX_TARGET',
    verdict: 'penalise',
    message: 'The transaction calls none of the protocol’s contracts.',
    facts: { hash: bytesToHex(transaction.hash()), to },
  });
}
