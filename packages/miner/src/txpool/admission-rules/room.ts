import { ROLE } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import type { PoolLimits } from '../limits.ts';

export interface PoolFill {
  readonly total: number;
  readonly ofSender: number;
}

/** POOL_FULL, POOL_SENDER_FULL: memory is bounded, and institutions leave places to patients, so that a revocation gets in. */
export function checkRoom(fill: PoolFill, role: number, limits: PoolLimits): void {
  const isInstitution = role === ROLE.provider || role === ROLE.lab;
  const share = isInstitution ? 1 - limits.reservedPatientShare : 1;
  if (fill.ofSender >= limits.maxPerSender) throw full('POOL_SENDER_FULL', 'The sender has too many transactions waiting.', fill);
  if (fill.total >= limits.maxTransactions * share) throw full('POOL_FULL', 'The transaction pool is full.', fill);
}

function full(code: string, message: string, fill: PoolFill): RuleError {
  return new RuleError({ code, message, facts: { ...fill }, verdict: 'ignore', remedy: 'Wait for the next blocks and send it again.' });
}
