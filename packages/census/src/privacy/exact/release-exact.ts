import type { Hex } from '@medrec/shared/bytes';
import type { PrivacyLedger } from '../ledger/ledger.ts';
import { type ExactPublication, type ExactTables, publishExact } from './publish-exact.ts';

export interface ExactRequest {
  readonly ledger: Pick<PrivacyLedger, 'recordExact'>;
  readonly releaseKey: Hex;
  readonly publication: ExactPublication;
}

/**
 * Suppresses, audits and only then records the release; what is returned may be published. Fails closed: after any error the ledger has no such
 * release and nothing is given out.
 * @throws MedrecError as `publishExact`; `REGIME_CONFLICT` for a provider under differential privacy.
 */
export async function releaseExact({ ledger, releaseKey, publication }: ExactRequest): Promise<ExactTables> {
  const tables = await publishExact(publication);
  await ledger.recordExact(releaseKey);
  return tables;
}
