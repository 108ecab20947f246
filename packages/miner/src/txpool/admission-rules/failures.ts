import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { createBoundedCache } from '../../store/index.ts';
import type { PoolLimits } from '../limits.ts';

/** TX_FAILURE_QUOTA: executing what then fails is work that nobody pays for, so each sender has so many tries. */
export interface FailureQuota {
  /** @throws RuleError when the sender has used up its tries. */
  check(sender: Hex, role: number): void;
  count(sender: Hex): void;
}

const REMEMBERED_SENDERS = 10_000;

export function createFailureQuota({ maxFailures, failureWindowMs }: PoolLimits, nowMs: () => number): FailureQuota {
  const failedMs = createBoundedCache<Hex, readonly number[]>(REMEMBERED_SENDERS);
  const recent = (sender: Hex): readonly number[] => (failedMs.get(sender) ?? []).filter((at) => nowMs() - at < failureWindowMs);
  const most = Math.max(...Object.values(maxFailures));
  return {
    check(sender, role) {
      const failures = recent(sender).length;
      const limit = maxFailures[role] ?? 0;
      if (failures < limit) return;
      throw new RuleError({
        code: 'TX_FAILURE_QUOTA',
        message: 'Too many of the sender’s transactions failed.',
        facts: { sender, failures, limit, windowSeconds: failureWindowMs / 1000 },
        verdict: 'ignore',
        remedy: 'Simulate with eth_call before sending, and wait.',
      });
    },
    count: (sender) => failedMs.set(sender, [...recent(sender), nowMs()].slice(-most), 1),
  };
}
