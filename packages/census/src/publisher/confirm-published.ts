import { productHash } from '@medrec/shared/census';
import type { FundedRelease, ReleaseDependencies } from './release-publisher.ts';

/**
 * Once the publication is confirmed: the chain's commitments are those of the stored bytes; from then on labs may have them.
 * @throws MedrecError `RELEASE_LOST` when the bytes are not here.
 */
export async function confirmPublished({ releaseKey, product, epoch }: FundedRelease, dependencies: ReleaseDependencies): Promise<void> {
  const { chain, providerId, writer, log, products } = dependencies;
  const definition = products.find((candidate) => productHash(candidate) === product);
  const tiers = definition?.tiers.map(({ tier }) => tier) ?? [];
  const commitmentsOnChain = await Promise.all(tiers.map((tier) => chain.commitmentOf(releaseKey, tier, 'latest')));
  const snapshotRoot = await chain.snapshotRootOf(providerId, epoch, 'latest');
  // Counts are not asked for: what is published is never drawn again.
  const context = { excludedPids: [], referenceYear: 0 };
  await writer.prepare({ product, epoch: Number(epoch), snapshotRoot, minimumCohort: 0, context, commitmentsOnChain });
  await writer.markPublished(releaseKey);
  log.info({ releaseKey, epoch: epoch.toString() }, `claimable: release of epoch ${epoch}`);
}
