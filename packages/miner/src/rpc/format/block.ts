import type { Block, BlockHeader } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { quantity } from './quantity.ts';
import { formatTransaction } from './transaction.ts';

/** A header's fields as Ethereum's execution API shows them. There is no `baseFeePerGas`: the chain has Berlin's rules. */
export function formatHeader(header: BlockHeader): Record<string, unknown> {
  return {
    number: quantity(header.number),
    hash: bytesToHex(header.hash()),
    parentHash: bytesToHex(header.parentHash),
    nonce: bytesToHex(header.nonce),
    sha3Uncles: bytesToHex(header.uncleHash),
    logsBloom: bytesToHex(header.logsBloom),
    transactionsRoot: bytesToHex(header.transactionsTrie),
    stateRoot: bytesToHex(header.stateRoot),
    receiptsRoot: bytesToHex(header.receiptTrie),
    miner: header.coinbase.toString(),
    difficulty: quantity(header.difficulty),
    extraData: bytesToHex(header.extraData),
    gasLimit: quantity(header.gasLimit),
    gasUsed: quantity(header.gasUsed),
    timestamp: quantity(header.timestamp),
    mixHash: bytesToHex(header.mixHash),
  };
}

export function formatBlock(block: Block, totalDifficulty: bigint | undefined, fullTransactions: boolean): Record<string, unknown> {
  const blockHash = bytesToHex(block.hash());
  const place = (index: number) => ({ blockHash, blockNumber: block.header.number, index });
  return {
    ...formatHeader(block.header),
    totalDifficulty: totalDifficulty === undefined ? null : quantity(totalDifficulty),
    size: quantity(block.serialize().length),
    transactions: fullTransactions
      ? block.transactions.map((transaction, at) => formatTransaction(transaction, place(at)))
      : block.transactions.map((transaction) => bytesToHex(transaction.hash())),
    uncles: block.uncleHeaders.map((ommer) => bytesToHex(ommer.hash())),
  };
}

/** An ommer has no transactions of its own to show. */
export function formatOmmer(header: BlockHeader): Record<string, unknown> {
  const uncles: Hex[] = [];
  return { ...formatHeader(header), totalDifficulty: null, size: quantity(header.serialize().length), transactions: [], uncles };
}
