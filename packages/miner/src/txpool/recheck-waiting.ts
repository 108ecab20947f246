import type { Chain, Clock } from '../chain/index.ts';
import { nowSeconds } from '../chain/index.ts';
import type { Executor } from '../execution/index.ts';
import { succeedsAt } from './admission-rules/succeeds.ts';
import type { PoolEntry, SenderQueues } from './sender-queues.ts';

/** Heads that a transaction may wait before this node tries it itself. */
const PATIENCE_HEADS = 3;
const MAX_TRIED_PER_HEAD = 32;

/**
 * Tries the transactions that stand first in their queues and still no sealer has taken, longest waiting first. A node
 * that does not mine would otherwise keep a failing one, and count its nonce as used, until it expires.
 */
export async function recheckWaiting(
  { chain, executor, clock, queues }: { chain: Chain; executor: Executor; clock: Clock; queues: SenderQueues },
  onFailed: (entry: PoolEntry) => void,
): Promise<void> {
  const head = chain.head();
  for (const entry of longestWaiting(queues)) {
    const succeeds = await succeedsAt(chain, executor, head, nowSeconds(clock), entry.transaction, entry.sender);
    // What was found holds for that head alone, and a newer one starts a round of its own.
    if (chain.head().hash !== head.hash) return;
    if (!succeeds) onFailed(entry);
  }
}

function longestWaiting(queues: SenderQueues): PoolEntry[] {
  const first = [...queues.queues()].flatMap((queue) => queue.entries.get(queue.accountNonce) ?? []);
  for (const entry of first) entry.headsWaited++;
  return first
    .filter(({ headsWaited }) => headsWaited > PATIENCE_HEADS)
    .sort((a, b) => a.sequence - b.sequence)
    .slice(0, MAX_TRIED_PER_HEAD);
}
