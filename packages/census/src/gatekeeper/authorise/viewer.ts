import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type AccessScope, grantCommitment } from '@medrec/shared/records';
import type { HospitalChain } from '../../publisher/index.ts';
import { confirmedNumber, secondsUntilConfirmed } from '../confirmed.ts';
import { notPermitted } from './owner.ts';
import type { Revocations } from './revocations.ts';

/** What a viewer shows: the grant's preimage, whose commitment with her own address must be on the chain. */
export interface ShownGrant {
  readonly scope: AccessScope;
  readonly salt: Hex;
}

export interface ViewerDependencies {
  readonly chain: HospitalChain;
  readonly revocations: Revocations;
  readonly nowSeconds: bigint;
}

/**
 * A viewer is let in only if granted in the state k blocks behind the head, and revoked nowhere: not at the head, not in
 * the node's pool, not at this gatekeeper. So a reorganisation cannot let her in, and a revocation need not wait for a block.
 * @throws MedrecError `NOT_PERMITTED`, or `NOT_CONFIRMED` when only the head grants it yet.
 */
export async function requireViewer(relationship: Hex, viewer: Hex, grant: ShownGrant, dependencies: ViewerDependencies): Promise<void> {
  const { chain, revocations, nowSeconds } = dependencies;
  const commitment = grantCommitment(viewer, grant.scope, grant.salt);
  if (revocations.has(relationship, commitment)) throw notPermitted('revoked at this gatekeeper');
  // The pool is asked before the head: a revocation sealed between the two questions is seen by the second.
  const pooled = await chain.poolRevocations();
  if (pooled.some((revoked) => revoked.toLowerCase() === commitment.toLowerCase()))
    throw notPermitted('revoked by a transaction on its way');
  if (await chain.isRevoked(relationship, commitment, 'latest')) throw notPermitted('revoked on the chain');
  // At the head too: the relationship may have been paused, ended or asked for dual approval since.
  if (!(await chain.isGranted(relationship, commitment, nowSeconds, 'latest'))) throw notPermitted('no such grant in force');
  if (await chain.isGranted(relationship, commitment, nowSeconds, await confirmedNumber(chain))) return;
  throw new MedrecError({
    code: 'NOT_CONFIRMED',
    message: 'The grant is not deep enough in the chain yet.',
    facts: { confirmations: chain.confirmations, retryAfterSeconds: await secondsUntilConfirmed(chain) },
    remedy: 'Ask again once its block has the network’s confirmations.',
  });
}
