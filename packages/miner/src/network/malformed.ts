import { asMedrecError, RuleError } from '@medrec/shared/errors';

/** An honest peer decodes a block before it passes it on. */
export function malformed(thrown: unknown): RuleError {
  if (thrown instanceof RuleError) return thrown;
  const cause = asMedrecError(thrown);
  return new RuleError({
    code: 'BLOCK_MALFORMED',
    message: 'The bytes are no block.',
    verdict: 'penalise',
    facts: { reason: cause.message.slice(0, 200) },
    cause,
  });
}
