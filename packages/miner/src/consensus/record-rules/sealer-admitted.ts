import type { BlockHeader } from '@ethereumjs/block';
import { ROLE } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import type { RuleParticipant } from './participant.ts';

/** SEALER_UNADMITTED: the providers decide who may seal and be paid in census data. @param sealer at the parent state */
export function checkSealerAdmitted(header: BlockHeader, sealer: RuleParticipant | undefined): void {
  if (sealer?.active && sealer.role === ROLE.lab) return;
  throw new RuleError({
    code: 'SEALER_UNADMITTED',
    verdict: 'penalise',
    message: 'The coinbase is no admitted lab.',
    facts: { number: header.number, coinbase: header.coinbase.toString(), role: sealer?.role, active: sealer?.active },
  });
}
