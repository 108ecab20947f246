import type { Hex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import type { AdmitDependencies } from './admit.ts';

/** What a builder found out about the transaction itself; other codes (quota, nonce, gas) are about its place in a block. */
const FAILURE_CODES = new Set(['TX_REVERTED', 'TX_SENDER_UNREGISTERED', 'TX_INVALID']);

/** Counts a failure at the present head, once, against transaction and sender; drops the transaction after some heads. */
export function noteLeftOut({ chain, queues, failures, limits }: AdmitDependencies, log: Logger, hash: Hex, code: string): void {
  const entry = queues.get(hash);
  const head = chain.head().hash;
  if (entry === undefined || !FAILURE_CODES.has(code) || entry.failedAt === head) return;
  entry.failedAt = head;
  entry.failedHeads++;
  failures.count(entry.sender);
  if (entry.failedHeads < limits.maxFailedHeads) return;
  queues.remove(hash);
  log.info({ hash, code }, 'transaction dropped: it fails on every new head');
}
