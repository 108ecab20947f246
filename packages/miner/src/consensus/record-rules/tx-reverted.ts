import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { MetIn } from './participant.ts';

/** TX_REVERTED: a refused update is no part of the record; contracts skip what a sender could not know and revert the rest. */
export function checkSucceeded(hash: Hex, status: 0 | 1, metIn: MetIn): void {
  if (status === 1) return;
  throw new RuleError({
    code: 'TX_REVERTED',
    verdict: metIn === 'block' ? 'penalise' : 'reject',
    message: 'The transaction reverts.',
    facts: { hash },
    remedy: 'Simulate it with eth_call: the contract says why.',
  });
}
