import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import type { Chain } from '../../chain/index.ts';
import { logsOfBlock } from './log.ts';
import { quantity } from './quantity.ts';

/** The receipts of a block's transactions as Ethereum's execution API shows them; undefined when the block was never executed here. */
export async function receiptsOfBlock(chain: Chain, block: Block): Promise<Record<string, unknown>[] | undefined> {
  const blockHash = bytesToHex(block.hash());
  const receipts = await chain.receiptsOf(blockHash);
  if (receipts === undefined) return undefined;
  const logs = await logsOfBlock(chain, block);
  return block.transactions.flatMap((transaction, at) => {
    const receipt = receipts[at];
    if (receipt === undefined) return [];
    const transactionHash = bytesToHex(transaction.hash());
    return [
      {
        transactionHash,
        transactionIndex: quantity(at),
        blockHash,
        blockNumber: quantity(block.header.number),
        from: transaction.getSenderAddress().toString(),
        to: transaction.to?.toString() ?? null,
        cumulativeGasUsed: quantity(receipt.cumulativeGasUsed),
        gasUsed: quantity(receipt.gasUsed),
        effectiveGasPrice: '0x0',
        contractAddress: null,
        logs: logs.filter((log) => log.transactionHash === transactionHash),
        logsBloom: bytesToHex(receipt.bloom),
        type: quantity(receipt.txType),
        status: quantity(receipt.status),
      },
    ];
  });
}
