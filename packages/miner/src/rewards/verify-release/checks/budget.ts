import { productMicroRho } from '@medrec/shared/census';
import { NOT_PUBLISHED, publicationBlock } from '../publication.ts';
import type { OpenedRelease, ReleaseCheck } from '../types.ts';

/**
 * The privacy cost it states is the catalogue's, and the lifetime it states is the chain's. A provider debits after the chain
 * does, and its lifetime only falls, so at publication the chain has spent no less and allows no more than the datasheet says.
 */
export const budgetCheck: ReleaseCheck = {
  code: 'BUDGET',
  title: 'the privacy cost is the catalogue’s, and the budget the chain’s',
  async run(release, chain) {
    const { manifest, datasheet } = release;
    const onChain = await chain.productOf(manifest.product.definitionHash);
    if (onChain === undefined) return 'the catalogue on chain has no such definition';
    const wrong = wrongPrice(release, Number(onChain.microRho));
    if (wrong !== undefined) return wrong;
    const block = await publicationBlock(manifest, chain);
    if (block === undefined) return NOT_PUBLISHED;
    const [{ lifetimeMicroRho }, spentMicroRho] = await Promise.all([
      chain.policyOf(manifest.providerId, block),
      chain.spentMicroRho(manifest.providerId, block),
    ]);
    const { lifetime, lifetimeBudgetMicroRho } = datasheet.privacy;
    if (BigInt(lifetimeBudgetMicroRho) < lifetimeMicroRho) return 'the datasheet states a smaller lifetime budget than the chain’s';
    return BigInt(lifetime.microRho) <= spentMicroRho ? undefined : 'the datasheet states a larger lifetime ρ than the chain had debited';
  },
};

function wrongPrice({ manifest, datasheet, product }: OpenedRelease, price: number): string | undefined {
  if (productMicroRho(product) !== price || manifest.microRho !== price) return 'the manifest states another ρ than the catalogue’s';
  const { release, lifetime, lifetimeBudgetMicroRho } = datasheet.privacy;
  if (release.microRho !== price) return 'the datasheet states another ρ than the catalogue’s';
  if (lifetime.microRho < price || lifetime.microRho > lifetimeBudgetMicroRho) return 'the lifetime ρ it states cannot be right';
  return datasheet.bounds.cellsPerPatient === product.contributionBound ? undefined : 'the datasheet states another contribution bound';
}
