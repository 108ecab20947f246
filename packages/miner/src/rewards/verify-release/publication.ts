import { type ReleaseManifest, releaseKey } from '@medrec/shared/census';
import type { ReleaseChain } from './types.ts';

/** What a check says when the provider never published the release. */
export const NOT_PUBLISHED = 'the chain shows no publication of this release';

/**
 * Number of the block that published the release, undefined before. Account and budget are read there: a later rotation
 * or policy says nothing of what was published.
 */
export async function publicationBlock({ providerId, product, epoch }: ReleaseManifest, chain: ReleaseChain): Promise<bigint | undefined> {
  const { publishedAt } = await chain.releaseOf(releaseKey({ providerId, product: product.definitionHash, epoch: BigInt(epoch) }));
  return publishedAt === 0n ? undefined : publishedAt;
}
