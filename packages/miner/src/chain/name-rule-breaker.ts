import type { Block } from '@ethereumjs/block';
import { bytesToHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import type { Origin } from './types.ts';

/** The same error with the block, its sealer and its sender among the facts, for logs, metrics and bans. */
export function nameRuleBreaker(error: RuleError, block: Block, origin: Origin): RuleError {
  const { header } = block;
  const named = {
    block: bytesToHex(block.hash()),
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
