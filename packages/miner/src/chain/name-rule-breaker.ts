import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Origin } from './types.ts';

/** The same error with the block, its sealer and its sender among the facts, for logs, metrics and bans. */
export function nameRuleBreaker(error: RuleError, { header }: Pick<Block, 'header'>, origin: Origin): RuleError {
  const named = {
    block: bytesToHex(header.hash()),
    number: header.number,
    coinbase: bytesToHex(header.coinbase.bytes),
    peer: origin,
  };
  return new RuleError({
    code: error.code,
    message: error.message,
    facts: { ...error.facts, ...named },
    cause: error.cause,
    verdict: error.verdict,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}
