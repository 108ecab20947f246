import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';

/**
 * TX_NONCE_TAKEN: the first with a nonce stays, because without fees nothing ranks two of them. Once it fails at the
 * head it gives way: care must not wait behind a nonce.
 */
export function checkReplaceable(first: Hex, firstFails: boolean): void {
  if (firstFails) return;
  throw new RuleError({
    code: 'TX_NONCE_TAKEN',
    message: 'A transaction with this nonce is already waiting.',
    facts: { waiting: first },
    verdict: 'ignore',
    remedy: 'Use the next nonce; a waiting transaction can be replaced once it would fail.',
  });
}
