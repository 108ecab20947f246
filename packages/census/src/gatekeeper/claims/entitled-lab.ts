import { type Hex, sameAddress } from '@medrec/shared/bytes';
import { ROLE } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import type { ClaimMessage } from '@medrec/shared/signing';
import { type HospitalChain, RELEASE_STAGE } from '../../publisher/index.ts';
import { payableNumber, secondsUntilPayable } from '../confirmed.ts';
import { releaseNotReady } from './published-release.ts';

export interface EntitledLab {
  readonly id: Hex;
  /** X25519, 32 bytes: what the package is encrypted to. */
  readonly encryptionKey: Hex;
}

/**
 * Who may have the tier: an active lab by its current address, entitled in the state k blocks behind the head and, where
 * providers sign checkpoints, behind a certificate, since bytes that left cannot be called back when a block is undone.
 * @throws MedrecError `NOT_ENTITLED`, `NOT_CONFIRMED` when only the head says so yet, `RELEASE_NOT_READY` for the
 * commons of a release that is not published.
 */
export async function entitledLab(chain: HospitalChain, claim: ClaimMessage, releaseKey: Hex): Promise<EntitledLab> {
  const lab = await chain.participantOf(claim.lab, 'latest');
  if (!lab.active || lab.role !== ROLE.lab || !sameAddress(lab.account, claim.lab))
    throw notEntitled('not an active lab’s current account');
  if (await chain.mayClaim(lab.id, releaseKey, claim.tier, await payableNumber(chain))) return lab;
  if (await chain.mayClaim(lab.id, releaseKey, claim.tier, 'latest')) {
    throw new MedrecError({
      code: 'NOT_CONFIRMED',
      message: 'The entitlement is not deep enough in the chain yet.',
      facts: { confirmations: chain.confirmations, retryAfterSeconds: await secondsUntilPayable(chain) },
      remedy: 'Claim again once its block has the network’s confirmations and, where it has checkpoints, a certificate above it.',
    });
  }
  const release = await chain.releaseOf(releaseKey, 'latest');
  if (claim.tier === 0 && release.stage === RELEASE_STAGE.funded) throw await releaseNotReady(chain);
  throw notEntitled('no entitlement to this tier of this release');
}

function notEntitled(reason: string): MedrecError {
  return new MedrecError({
    code: 'NOT_ENTITLED',
    message: 'This lab may not have this tier of this release.',
    facts: { reason },
    remedy: 'Seal blocks that offer it, or wait until its tier 0 is everyone’s.',
  });
}
