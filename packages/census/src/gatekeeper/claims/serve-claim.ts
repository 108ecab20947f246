import type { Hex } from '@medrec/shared/bytes';
import { releaseKey, releaseSealContext } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { type ClaimMessage, sealTo } from '@medrec/shared/signing';
import type { HospitalChain } from '../../publisher/index.ts';
import type { NonceGuard } from '../authorise/nonces.ts';
import { type ClaimTarget, checkClaim, type SignedClaim } from './check-claim.ts';
import { entitledLab } from './entitled-lab.ts';
import { requirePublished } from './published-release.ts';

export interface ClaimDependencies {
  readonly chain: HospitalChain;
  readonly nonces: NonceGuard;
  /** One tier's package, the same bytes every time; undefined when it was published but its bytes are gone. */
  packageFor(releaseKey: Hex, tier: number): Promise<Uint8Array | undefined>;
  /** Whose claims were paid, for the operator's log: release keys and lab ids are public. */
  onPaid(paid: { releaseKey: Hex; labId: Hex; tier: number; bytes: number }): void;
}

/**
 * A claim's whole way: signature and freshness → entitlement behind the confirmed head → publication → package.
 * @returns the package encrypted to the lab's key.
 * @throws MedrecError with the codes of its steps, `REQUEST_REPLAYED`, `RELEASE_LOST`.
 */
export async function serveClaim(signed: SignedClaim, target: ClaimTarget, dependencies: ClaimDependencies): Promise<Uint8Array> {
  const { claim } = signed;
  const { chain, nonces } = dependencies;
  checkClaim(signed, target);
  await nonces.use(claim.lab, claim.nonce, claim.deadline, target.nowSeconds);
  const key = releaseKey({ providerId: claim.provider, product: claim.product, epoch: claim.epoch });
  const lab = await entitledLab(chain, claim, key);
  await requirePublished(chain, key);
  const bytes = await dependencies.packageFor(key, claim.tier);
  if (bytes === undefined) throw releaseLost(key, claim);
  const box = sealTo(lab.encryptionKey, bytes, releaseSealContext(key, claim.tier));
  dependencies.onPaid({ releaseKey: key, labId: lab.id, tier: claim.tier, bytes: box.length });
  return box;
}

function releaseLost(key: Hex, claim: ClaimMessage): MedrecError {
  return new MedrecError({
    code: 'RELEASE_LOST',
    message: 'The release was published, but its bytes are gone; a release is never drawn twice.',
    facts: { releaseKey: key, tier: claim.tier },
    remedy: 'Ask the provider to restore its release store from a copy; failing that it reports the loss on the chain.',
  });
}
