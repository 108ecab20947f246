import type { Hex } from '@medrec/shared/bytes';
import { MAX_GRANTS_PER_BLOCK } from './bounty-to-sealer.ts';
import type { Grant, RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  /** Finders of fruits that no bounty was attached to yet, the oldest first. */
  readonly fruits: readonly Hex[];
}

const DEFAULTS = { waiting: 1_000 };

/**
 * R12: bounties hang on fruits, shares of work far below a block's target (Pass & Shi, *FruitChains*, 2017). A block's offers go to the
 * finders of the oldest fruits, one each; without fruits to its sealer. Pay is frequent and withholding blocks gains little.
 */
export const fruitBounties: RewardRule<State> = {
  name: 'FruitBounties',
  summary: 'R12: a block’s offers go to the finders of the oldest shares of work',
  deployability: { deployable: false, reason: 'Blocks carry no fruits: their format and the seal’s rules would change.' },
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), fruits: [] }),
  onBlock(block, state) {
    const grants: Grant[] = [];
    let used = 0;
    for (const { releaseKey, tier } of block.offers.slice(0, MAX_GRANTS_PER_BLOCK)) {
      const labId = state.fruits[used] ?? block.sealerId;
      if (used < state.fruits.length) used += 1;
      if (labId !== undefined) grants.push({ labId, releaseKey, tier });
    }
    return { state: used === 0 ? state : { ...state, fruits: state.fruits.slice(used) }, grants };
  },
  onShare(labId, count, state) {
    const room = Math.floor(state.settings['waiting'] ?? DEFAULTS.waiting) - state.fruits.length;
    const taken = Math.max(0, Math.min(count, room));
    return { state: taken === 0 ? state : { ...state, fruits: [...state.fruits, ...Array<Hex>(taken).fill(labId)] }, grants: [] };
  },
};
