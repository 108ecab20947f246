import type { Block } from '@ethereumjs/block';
import { bytesToHex, concatBytes, type Hex, hexToBytes, keccakHex } from '@medrec/shared/bytes';
import type { Chain } from '../../chain/index.ts';
import type { LogEntry } from '../../execution/index.ts';
import { quantity } from './quantity.ts';

export interface RpcLog extends LogEntry {
  readonly blockHash: Hex;
  readonly blockNumber: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: Hex;
  readonly logIndex: Hex;
  /** True when a reorganisation took the block off the canonical chain. */
  readonly removed: boolean;
}

/**
 * The name under which logs of the protocol's own call after a block's last transaction appear (the rewards' `Entitled`):
 * keccak256("medrec-system" ‖ block hash). No transaction or receipt answers to it; its index is the block's number of transactions.
 */
export function systemTransactionHash(blockHash: Hex): Hex {
  return keccakHex(concatBytes(new TextEncoder().encode('medrec-system'), hexToBytes(blockHash)));
}

/** All of a block's logs in order: each transaction's, then the system call's. */
export async function logsOfBlock(chain: Chain, block: Block, removed = false): Promise<RpcLog[]> {
  const blockHash = bytesToHex(block.hash());
  const [receipts, systemLogs] = await Promise.all([chain.receiptsOf(blockHash), chain.systemLogsOf(blockHash)]);
  const common = { blockHash, blockNumber: quantity(block.header.number), removed };
  const logs: RpcLog[] = [];
  const add = (entry: LogEntry, transactionHash: Hex, index: number): void => {
    const { address, topics, data } = entry;
    logs.push({ address, topics, data, ...common, transactionHash, transactionIndex: quantity(index), logIndex: quantity(logs.length) });
  };
  for (const [at, receipt] of (receipts ?? []).entries()) {
    const transaction = block.transactions[at];
    for (const entry of transaction ? receipt.logs : []) add(entry, transaction ? bytesToHex(transaction.hash()) : '0x', at);
  }
  for (const entry of systemLogs) add(entry, systemTransactionHash(blockHash), block.transactions.length);
  return logs;
}
