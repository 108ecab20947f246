import type { TypedTransaction } from '@ethereumjs/tx';
import { runTx } from '@ethereumjs/vm';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { logsOf } from './receipts.ts';
import type { Session } from './session.ts';
import type { Receipt } from './types.ts';

/**
 * Executes one transaction on the session's state. On a throw the state is as before.
 * @param gasUsedBefore by the block's earlier transactions
 * @throws RuleError `TX_BLOCK_GAS` when the block has no room for its gas limit, `TX_INVALID` when Ethereum's rules refuse it
 */
export async function runTransaction({ vm, block }: Session, transaction: TypedTransaction, gasUsedBefore: bigint): Promise<Receipt> {
  const hash = bytesToHex(transaction.hash());
  if (gasUsedBefore + transaction.gasLimit > block.header.gasLimit) {
    throw new RuleError({
      code: 'TX_BLOCK_GAS',
      verdict: 'penalise',
      message: 'The block has no room for the transaction’s gas limit.',
      facts: { hash, gasLimit: transaction.gasLimit, gasUsedBefore, blockGasLimit: block.header.gasLimit },
    });
  }
  try {
    const result = await runTx(vm, { tx: transaction, block, blockGasUsed: gasUsedBefore, skipHardForkValidation: true });
    return {
      status: result.execResult.exceptionError ? 0 : 1,
      cumulativeGasUsed: result.receipt.cumulativeBlockGasUsed,
      gasUsed: result.totalGasSpent,
      bloom: result.bloom.bitvector,
      logs: logsOf(result.execResult.logs),
      txType: transaction.type,
      ...('stateRoot' in result.receipt ? { stateRoot: result.receipt.stateRoot } : {}),
    };
  } catch (cause) {
    // A lost state node is this machine's fault, not the transaction's.
    if (cause instanceof MedrecError) throw cause;
    throw new RuleError({
      code: 'TX_INVALID',
      verdict: 'penalise',
      message: 'The transaction breaks a rule of Ethereum’s.',
      facts: { hash },
      cause,
    });
  }
}
