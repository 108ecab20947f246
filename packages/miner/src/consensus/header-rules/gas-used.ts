import type { BlockHeader } from '@ethereumjs/block';
import { RuleError } from '@medrec/shared/errors';

/** HEADER_GAS_USED: no block uses more than its limit; found before anything is executed. */
export function checkGasUsed(header: BlockHeader): void {
  if (header.gasUsed <= header.gasLimit) return;
  throw new RuleError({
    code: 'HEADER_GAS_USED',
    verdict: 'penalise',
    message: 'The header claims more gas than its limit.',
    facts: { number: header.number, gasUsed: header.gasUsed, gasLimit: header.gasLimit },
  });
}
