import type { TypedTransaction } from '@ethereumjs/tx';
import { RuleError } from '@medrec/shared/errors';

/** TX_GAS: enough for what any transaction costs, and not more than a block has; otherwise no block can ever take it. */
export function checkGas(transaction: TypedTransaction, blockGasLimit: bigint): void {
  const intrinsicGas = transaction.getIntrinsicGas();
  if (transaction.gasLimit >= intrinsicGas && transaction.gasLimit <= blockGasLimit) return;
  throw new RuleError({
    code: 'TX_GAS',
    message: 'The transaction’s gas limit is too low or above a block’s.',
    facts: { gasLimit: transaction.gasLimit, intrinsicGas, blockGasLimit },
    verdict: 'reject',
    remedy: 'Set the gas limit that eth_estimateGas gives.',
  });
}
