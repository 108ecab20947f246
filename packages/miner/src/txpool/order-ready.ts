import type { PoolEntry, SenderQueue } from './sender-queues.ts';
import type { OrderingPolicy } from './types.ts';

/**
 * What a sealer may try, in order: within a sender without a gap from the account's nonce on; among senders by the policy's
 * value, then first seen first. A transaction ranks no earlier, and counts for no more, than those before it in its own queue.
 */
export function orderReady(queues: Iterable<SenderQueue>, policy?: OrderingPolicy): PoolEntry[] {
  const ranked: { entry: PoolEntry; rank: number; value: number }[] = [];
  for (const queue of queues) {
    let rank = 0;
    let value = Number.POSITIVE_INFINITY;
    for (let nonce = queue.accountNonce; ; nonce++) {
      const entry = queue.entries.get(nonce);
      if (entry === undefined) break;
      rank = Math.max(rank, entry.sequence);
      value = policy === undefined ? 0 : Math.min(value, policy.valueOf(entry));
      ranked.push({ entry, rank, value });
    }
  }
  // The sort is stable; within a sender values fall and ranks rise, so nonce order stays.
  return ranked.sort((a, b) => (a.value === b.value ? a.rank - b.rank : b.value - a.value)).map(({ entry }) => entry);
}
