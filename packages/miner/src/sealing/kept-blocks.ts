import type { Block } from '@ethereumjs/block';

/** What templates with their bodies take in memory. Those of one head share their transactions, so each of these counts once. */
export interface KeptBlocks {
  add(block: Block): void;
  remove(block: Block): void;
  count(): number;
  /** An estimate, rather too high than too low. */
  bytes(): number;
}

type Transaction = Block['transactions'][number];

/** Header, block and seal hash take 13 kB, as measured. */
const BLOCK_BYTES = 16 * 1024;
const REFERENCE_BYTES = 8;
/** Beside its data, with sender and hash computed. */
const TRANSACTION_BYTES = 4096;

export function createKeptBlocks(): KeptBlocks {
  const uses = new Map<Transaction, number>();
  let count = 0;
  let bytes = 0;
  const weigh = ({ transactions }: Block): number => BLOCK_BYTES + REFERENCE_BYTES * transactions.length;
  const weighTransaction = ({ data }: Transaction): number => TRANSACTION_BYTES + data.length;
  return {
    add(block) {
      count++;
      bytes += weigh(block);
      for (const transaction of block.transactions) {
        const before = uses.get(transaction) ?? 0;
        if (before === 0) bytes += weighTransaction(transaction);
        uses.set(transaction, before + 1);
      }
    },
    remove(block) {
      count--;
      bytes -= weigh(block);
      for (const transaction of block.transactions) {
        const left = (uses.get(transaction) ?? 1) - 1;
        uses.set(transaction, left);
        if (left > 0) continue;
        uses.delete(transaction);
        bytes -= weighTransaction(transaction);
      }
    },
    count: () => count,
    bytes: () => bytes,
  };
}
