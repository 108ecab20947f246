import { type Owned, payOffersToSealer } from './bounty-to-sealer.ts';
import type { Grant, RewardRule } from './rule.ts';

/** R10: when an epoch is closed every admitted lab gets the coarsest paid tier of all its releases; a sealer gets finer ones for its block's offers. */
export const commonsAndFiner: RewardRule<Owned> = {
  name: 'CommonsAndFiner',
  summary: 'R10: the coarsest paid tier for every lab, finer ones for sealers',
  deployability: {
    deployable: false,
    reason: 'It would entitle every lab to every release in one call: no bound on gas. Tier 0 is the commons already.',
  },
  init: () => new Map(),
  onBlock: (block, owned) => payOffersToSealer({ ...block, offers: block.offers.filter(({ tier }) => tier > 1) }, owned),
  onEpoch: ({ releases, labIds }, owned) => ({
    state: owned,
    grants: releases.flatMap(({ releaseKey }) => labIds.map((labId): Grant => ({ labId, releaseKey, tier: 1 }))),
  }),
};
