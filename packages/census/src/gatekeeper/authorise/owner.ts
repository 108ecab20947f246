import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type BlockTag, type HospitalChain, RELATIONSHIP_STATE } from '../../publisher/index.ts';

/** @throws MedrecError `UNKNOWN_RELATIONSHIP` when the chain has none of that name with this provider. */
export async function requireRelationship(chain: HospitalChain, providerId: Hex, relationship: Hex): Promise<void> {
  const found = await chain.relationship(relationship, 'latest');
  if (found.state !== RELATIONSHIP_STATE.none && found.stewardId.toLowerCase() === providerId.toLowerCase()) return;
  throw new MedrecError({
    code: 'UNKNOWN_RELATIONSHIP',
    message: 'This provider keeps no relationship of that address.',
    facts: { relationship },
    remedy: 'Ask the provider that the relationship was made with; after enrolment, wait for its block.',
  });
}

/**
 * The relationship's present owner: after a rotation the new key, and the old one no more.
 * She reads without a grant, also while the relationship is paused or ended: the records stay hers.
 */
export async function isOwner(chain: HospitalChain, relationship: Hex, signer: Hex, at: BlockTag = 'latest'): Promise<boolean> {
  return sameAddress(await chain.ownerOf(relationship, at), signer);
}

/** @throws MedrecError `NOT_PERMITTED`. */
export async function requireOwner(chain: HospitalChain, relationship: Hex, signer: Hex): Promise<void> {
  if (await isOwner(chain, relationship, signer)) return;
  throw notPermitted('the signer does not own this relationship');
}

export function notPermitted(reason: string): MedrecError {
  return new MedrecError({
    code: 'NOT_PERMITTED',
    message: 'The chain does not permit this.',
    facts: { reason },
    remedy: 'Ask the relationship’s owner for a grant, and show its scope and salt.',
  });
}
