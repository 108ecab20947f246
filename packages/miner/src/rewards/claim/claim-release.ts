import type { Hex } from '@medrec/shared/bytes';
import { releaseSealContext } from '@medrec/shared/census';
import { createGatekeeperClient } from '@medrec/shared/client';
import { encryptionKeyPairOf, medrecDomain, openSealed } from '@medrec/shared/signing';
import { Wallet } from 'ethers';
import type { ChainReads } from '../entitlements/chain-reads.ts';
import { type PackageFiles, unpackRelease } from '../package/unpack.ts';

/** One tier of one release at one provider. */
export interface ReleaseRequest {
  readonly releaseKey: Hex;
  readonly providerId: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
  readonly tier: number;
}

/**
 * Asks the provider's gatekeeper for a release the lab is entitled to, with a fresh nonce, and opens the box.
 * @throws MedrecError with the gatekeeper's own code (`NOT_CONFIRMED`, `RELEASE_NOT_READY`, `NOT_ENTITLED`, …).
 */
export async function claimRelease(request: ReleaseRequest, reads: ChainReads, labKey: Hex): Promise<PackageFiles> {
  const gatekeeper = createGatekeeperClient({
    url: await reads.hostOf(request.providerId),
    signer: new Wallet(labKey),
    domain: medrecDomain(reads.chainId, reads.genesisHash),
    providerId: request.providerId,
  });
  const box = await gatekeeper.claim({ product: request.product, epoch: request.epoch, tier: request.tier });
  return unpackRelease(openSealed(encryptionKeyPairOf(labKey), box, releaseSealContext(request.releaseKey, request.tier)));
}
