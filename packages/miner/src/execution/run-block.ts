import { bytesToHex } from '@medrec/shared/bytes';
import { checkSucceeded } from '../consensus/index.ts';
import { beginBlock, type ChainFacts, endBlock } from './block-steps.ts';
import { checkOutcome } from './check-block.ts';
import { runTransaction } from './run-transaction.ts';
import type { Session } from './session.ts';
import type { BlockResult, Receipt } from './types.ts';

/** Executes a block whose earlier rules hold, and compares with its header. @throws RuleError */
export async function executeBlock(session: Session, facts: ChainFacts): Promise<BlockResult> {
  const { block } = session;
  const systemLogs = await beginBlock(session, facts);
  const receipts: Receipt[] = [];
  for (const transaction of block.transactions) {
    const receipt = await runTransaction(session, transaction, receipts.at(-1)?.cumulativeGasUsed ?? 0n);
    if (facts.config.recordRules) checkSucceeded(bytesToHex(transaction.hash()), receipt.status, 'block');
    receipts.push(receipt);
  }
  const result = await endBlock(session, facts, receipts, systemLogs);
  checkOutcome(block, result);
  return result;
}
