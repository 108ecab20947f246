import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/** TX_PRICED: no ether exists, so nothing may be paid, nor be bid for a place in a block. */
export function checkUnpriced(transaction: TypedTransaction): void {
  const gasPrice = 'gasPrice' in transaction ? transaction.gasPrice : undefined;
  if (gasPrice === 0n && transaction.value === 0n) return;
  throw new RuleError({
    code: 'TX_PRICED',
    verdict: 'penalise',
    message: 'The transaction has a gas price or a value.',
    facts: { hash: bytesToHex(transaction.hash()), gasPrice, value: transaction.value },
    remedy: 'Send it with gasPrice 0 and value 0, as a legacy or EIP-2930 transaction.',
  });
}
