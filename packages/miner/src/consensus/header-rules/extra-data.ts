import type { BlockHeader } from '@ethereumjs/block';
import { type MedrecConfig, SEALER_EXTRA_BYTES } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';

const ETHEREUM_LIMIT_BYTES = 32;

/** HEADER_EXTRA: 32 free bytes and a signature, so that a header has one form and one size. */
export function checkExtraData(header: BlockHeader, config: MedrecConfig): void {
  const { length } = header.extraData;
  if (config.recordRules ? length === SEALER_EXTRA_BYTES : length <= ETHEREUM_LIMIT_BYTES) return;
  throw new RuleError({
    code: 'HEADER_EXTRA',
    verdict: 'penalise',
    message: 'The header’s extra data has the wrong length.',
    facts: { number: header.number, bytes: length },
  });
}
