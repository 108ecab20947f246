import type { Block, BlockHeader } from '@ethereumjs/block';
import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, equalBytes, type Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import {
  checkBlockSize,
  checkSealerAdmitted,
  checkSealerSigned,
  checkSender,
  checkTransactionForm,
  createQuotaLedger,
  payersOf,
  type RuleParticipant,
} from '../consensus/index.ts';
import type { ChainFacts } from './block-steps.ts';
import type { BlockResult } from './types.ts';

export type ParticipantAtParent = (address: Hex) => Promise<RuleParticipant | undefined>;

/** The record rules that the parent's state decides, before anything is executed. @throws RuleError */
export async function checkBeforeExecution(block: Block, facts: ChainFacts, participantAt: ParticipantAtParent): Promise<void> {
  if (!facts.config.recordRules) return;
  checkBlockSize(block);
  for (const header of [block.header, ...block.uncleHeaders]) await checkSealer(header, facts.genesisHash, participantAt);
  const quota = createQuotaLedger(facts.config.quotas, block.header.gasLimit, 'block');
  for (const transaction of block.transactions) {
    checkTransactionForm(transaction);
    const address = senderOf(transaction);
    checkSender(transaction, await participantAt(address), 'block');
    quota.charge(await payersOf(address, participantAt), transaction.gasLimit);
  }
}

async function checkSealer(header: BlockHeader, genesisHash: Hex, participantAt: ParticipantAtParent): Promise<void> {
  checkSealerAdmitted(header, await participantAt(header.coinbase.toString() as Hex));
  checkSealerSigned(header, genesisHash);
}

/** @throws RuleError `TX_SIGNATURE` when no address signed it */
export function senderOf(transaction: TypedTransaction): Hex {
  try {
    return transaction.getSenderAddress().toString() as Hex;
  } catch (cause) {
    throw new RuleError({ code: 'TX_SIGNATURE', verdict: 'penalise', message: 'The transaction’s signature is wrong.', cause });
  }
}

/** The header commits to what execution gave; a sealer that says otherwise is wrong or hostile. @throws RuleError `BLOCK_…` */
export function checkOutcome({ header }: Block, result: BlockResult): void {
  if (header.gasUsed !== result.gasUsed) throw differs('BLOCK_GAS_USED', header.number, header.gasUsed, result.gasUsed);
  checkBytes('BLOCK_RECEIPTS_ROOT', header.number, header.receiptTrie, result.receiptsRoot);
  checkBytes('BLOCK_LOGS_BLOOM', header.number, header.logsBloom, result.logsBloom);
  checkBytes('BLOCK_STATE_ROOT', header.number, header.stateRoot, result.stateRoot);
}

function checkBytes(code: string, number: bigint, claimed: Uint8Array, actual: Uint8Array): void {
  if (!equalBytes(claimed, actual)) throw differs(code, number, bytesToHex(claimed), bytesToHex(actual));
}

function differs(code: string, number: bigint, claimed: bigint | string, actual: bigint | string): RuleError {
  return new RuleError({
    code,
    verdict: 'penalise',
    message: 'Execution does not give what the header claims.',
    facts: { number, claimed, actual },
  });
}
