import type { PoolEntry, SenderQueue } from './sender-queues.ts';

/**
 * What a sealer may try, in order: within a sender without a gap from the account's nonce on; among senders first seen
 * first. A transaction ranks no earlier than those before it in its own queue.
 */
export function orderReady(queues: Iterable<SenderQueue>): PoolEntry[] {
  const ranked: { entry: PoolEntry; rank: number }[] = [];
  for (const queue of queues) {
    let rank = 0;
    for (let nonce = queue.accountNonce; ; nonce++) {
      const entry = queue.entries.get(nonce);
      if (entry === undefined) break;
      rank = Math.max(rank, entry.sequence);
      ranked.push({ entry, rank });
    }
  }
  // The sort is stable and a rank belongs to one sender, so nonce order within a sender stays.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}
