import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { HospitalChain } from '../../publisher/index.ts';
import { secondsUntilConfirmed } from '../confirmed.ts';
import type { QueriedRecord } from './records.ts';

/**
 * The record's root, computed from its contents as they lie in the vault now, is the one on the chain.
 * An altered record is never served: not even to its owner, who learns instead that it was altered.
 * @returns the block in whose state the root was seen.
 * @throws MedrecError `RECORD_ALTERED`, or `NOT_CONFIRMED` while the hospital's own update is on its way.
 */
export async function checkRoot(chain: HospitalChain, relationship: Hex, record: QueriedRecord): Promise<bigint> {
  const { number } = await chain.head();
  const onChain = await chain.rootOf(relationship, record.index, number);
  if (onChain.toLowerCase() === record.root.toLowerCase()) return number;
  if (record.isUpdating) throw await recordUpdating(chain);
  throw new MedrecError({
    code: 'RECORD_ALTERED',
    message: 'The record in the vault is not the one whose fingerprint is on the chain.',
    facts: { relationship, index: record.index, block: number },
    remedy: 'Tell the provider: its record store was changed outside MedRec, and must be restored or loaded anew.',
  });
}

export async function recordUpdating(chain: HospitalChain): Promise<MedrecError> {
  return new MedrecError({
    code: 'NOT_CONFIRMED',
    message: 'The record’s present state is still on its way onto the chain.',
    facts: { confirmations: chain.confirmations, retryAfterSeconds: await secondsUntilConfirmed(chain) },
    remedy: 'Ask again in a moment.',
  });
}
