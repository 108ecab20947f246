import { bytesToHex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { HeadChange } from '../chain/index.ts';

/** One line for each change of the head. While a node catches up only every hundredth block is told. */
const QUIET_INTERVAL = 100n;

export function logHeadChange(log: Logger, change: HeadChange, ownCoinbase: string | undefined, isSyncing: boolean): void {
  const { head, removed, added } = change;
  const facts = { number: Number(head.number), block: head.hash, coinbase: head.header.coinbase.toString() };
  if (removed.length > 0) {
    const from = bytesToHex(removed[0]?.hash() ?? new Uint8Array(0));
    log.warn(
      { event: 'chain.reorg', ...facts, from, removed: removed.length, added: added.length },
      `reorg: ${removed.length} block${removed.length === 1 ? '' : 's'} replaced by ${added.length}, head is now ${head.number} ${short(head.hash)}`,
    );
    return;
  }
  if (facts.coinbase === ownCoinbase || (isSyncing && head.number % QUIET_INTERVAL !== 0n)) return;
  const transactions = added.reduce((sum, block) => sum + block.transactions.length, 0);
  log.info(
    { event: 'chain.imported', ...facts, transactions, difficulty: Number(head.header.difficulty) },
    `imported block ${head.number} ${short(head.hash)} by ${short(facts.coinbase)}: ${transactions} transactions`,
  );
}

export function short(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}
