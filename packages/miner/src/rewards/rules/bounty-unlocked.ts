import { type Owned, payOffersToSealer } from './bounty-to-sealer.ts';
import type { RewardRule } from './rule.ts';

/** R1u: the paper's rule with the provider's budget unlocked slice by slice, so that the first weeks cannot spend the lifetime's. */
export const bountyUnlocked: RewardRule<Owned> = {
  name: 'BountyUnlocked',
  summary: 'R1u, the paper’s rule with the budget unlocked over time',
  deployability: {
    deployable: false,
    reason: 'The Census contract unlocks every budget by periods already: a chain that wants this rule names BountyToSealer.',
  },
  budget: { unlock: 'periods', charge: 'release' },
  init: () => new Map(),
  onBlock: payOffersToSealer,
};
