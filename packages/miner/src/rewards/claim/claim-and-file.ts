import type { Hex } from '@medrec/shared/bytes';
import { manifestHash, releaseKey } from '@medrec/shared/census';
import type { NodeClient } from '@medrec/shared/client';
import { MedrecError } from '@medrec/shared/errors';
import type { ChainReads } from '../entitlements/chain-reads.ts';
import type { Library, LibraryEntry } from '../library/library.ts';
import { plotRelease } from '../plot/plot-release.ts';
import { type Verification, verifyRelease } from '../verify-release/verify-release.ts';
import { claimRelease, type ReleaseRequest } from './claim-release.ts';

export interface ClaimDependencies {
  readonly client: NodeClient;
  readonly reads: ChainReads;
  readonly library: Library;
  readonly labKey: Hex;
  readonly labId: Hex;
}

/**
 * Claim → verify → plot → file. Nothing that fails a check enters the library.
 * @throws MedrecError `RELEASE_FAILED_VERIFICATION` with the failed checks, or what claiming throws.
 */
export async function claimAndFile(request: ReleaseRequest, dependencies: ClaimDependencies): Promise<LibraryEntry> {
  const { client, reads, library, labKey, labId } = dependencies;
  const files = await claimRelease(request, reads, labKey);
  const head = await client.head();
  const verification = await verifyRelease(files, reads);
  requireAskedFor(request, verification);
  const { manifest, release } = verification;
  return library.file(files, await plotRelease(release), {
    version: 1,
    releaseKey: request.releaseKey,
    providerId: manifest.providerId,
    labId,
    productId: manifest.product.id,
    title: release.product.title,
    epoch: manifest.epoch,
    tier: manifest.tier,
    manifestHash: manifestHash(manifest),
    filedAt: new Date().toISOString(),
    verifiedAtBlock: Number(head.number),
    checks: [...verification.checks],
  });
}

function requireAskedFor(request: ReleaseRequest, { manifest, passed, checks }: Verification): void {
  const key = releaseKey({ providerId: manifest.providerId, product: manifest.product.definitionHash, epoch: BigInt(manifest.epoch) });
  const isAskedFor = key === request.releaseKey && manifest.tier === request.tier;
  if (passed && isAskedFor) return;
  const failed = checks.filter((check) => !check.passed).map(({ check, detail }) => `${check}: ${detail}`);
  if (!isAskedFor) failed.unshift('it is another release than the one asked for');
  throw new MedrecError({
    code: 'RELEASE_FAILED_VERIFICATION',
    message: 'The provider sent a release that does not hold up against the chain.',
    facts: { releaseKey: request.releaseKey, tier: request.tier, failed: failed.join('; ') },
    remedy: 'Claim it again; if it stays so, open a dispute with the provider.',
  });
}
