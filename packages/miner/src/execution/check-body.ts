import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { equalBytes, keccak } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { indexedRoot } from './trie/index.ts';

/** Blocks whose body is the header's: a fetched block is checked when it arrives, and asked about again by its import. */
const checked = new WeakSet<Block>();

/** BODY_MISMATCH: the header commits to its transactions and ommers; another body belongs to another block. */
export async function checkBody(block: Block): Promise<void> {
  if (checked.has(block)) return;
  const ommersHash = keccak(RLP.encode(block.uncleHeaders.map((ommer) => ommer.raw())));
  const transactionsRoot = indexedRoot(block.transactions.map((transaction) => transaction.serialize()));
  if (equalBytes(ommersHash, block.header.uncleHash) && equalBytes(transactionsRoot, block.header.transactionsTrie)) {
    checked.add(block);
    return;
  }
  throw new RuleError({
    code: 'BODY_MISMATCH',
    verdict: 'penalise',
    message: 'The block’s transactions or ommers are not those its header commits to.',
    facts: { number: block.header.number, transactions: block.transactions.length, ommers: block.uncleHeaders.length },
  });
}
