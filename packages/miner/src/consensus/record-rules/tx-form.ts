import type { TypedTransaction } from '@ethereumjs/tx';
import { checkUnpriced } from './tx-priced.ts';
import { checkTarget } from './tx-target.ts';
import { checkProtected } from './tx-unprotected.ts';

/** The record rules that a transaction's bytes decide alone. @throws RuleError `TX_PRICED`, `TX_UNPROTECTED` or `TX_TARGET` */
export function checkTransactionForm(transaction: TypedTransaction): void {
  checkUnpriced(transaction);
  checkProtected(transaction);
  checkTarget(transaction);
}
