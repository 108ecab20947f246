import { type Owned, payOffersToSealer } from './bounty-to-sealer.ts';
import type { Grant, RewardRule } from './rule.ts';

/**
 * R7: as the paper's rule, and an ommer's sealer gets the including block's offers one tier coarser. Losing a race costs less, which
 * helps badly connected labs, and makes withholding cheaper too (Niu & Feng, *Selfish mining in Ethereum*, 2019).
 */
export const ommerInclusive: RewardRule<Owned> = {
  name: 'OmmerInclusive',
  summary: 'R7: as R1, and ommers’ sealers get the same one tier coarser',
  deployability: {
    deployable: false,
    reason: 'No contract of it exists: it would entitle up to two more labs a block, under the same gas.',
  },
  init: () => new Map(),
  onBlock: payOffersToSealer,
  onOmmer(sealerId, block, owned) {
    const offers = block.offers.filter(({ tier }) => tier > 1).map((offer) => ({ ...offer, tier: offer.tier - 1 }));
    const step: { state: Owned; grants: Grant[] } = payOffersToSealer({ ...block, sealerId, offers }, owned);
    return step;
  },
};
