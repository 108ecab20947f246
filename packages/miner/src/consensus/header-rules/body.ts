import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { equalBytes, keccak } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/** BODY_MISMATCH: the header commits to its transactions and ommers; another body belongs to another block. */
export async function checkBody(block: Block): Promise<void> {
  const ommersHash = keccak(RLP.encode(block.uncleHeaders.map((ommer) => ommer.raw())));
  if (equalBytes(ommersHash, block.header.uncleHash) && (await block.transactionsTrieIsValid())) return;
  throw new RuleError({
    code: 'BODY_MISMATCH',
    verdict: 'penalise',
    message: 'The block’s transactions or ommers are not those its header commits to.',
    facts: { number: block.header.number, transactions: block.transactions.length, ommers: block.uncleHeaders.length },
  });
}
