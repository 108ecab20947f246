import { buy, type CreditBook, earn, LASTING } from './credits.ts';
import type { RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  readonly book: CreditBook;
}

const DEFAULTS = { price: 1, priceStep: 2 };

/**
 * R2: each block earns one credit, whatever is in it, as coins do elsewhere. Nobody gains by what a block holds, so nobody fights over a rich
 * one; but an empty block pays as well as one full of care.
 */
export const flatPerBlock: RewardRule<State> = {
  name: 'FlatPerBlock',
  summary: 'R2: one credit a block, whatever is in it; tiers are bought',
  deployability: { deployable: false, reason: 'It pays for empty blocks, which the protocol rules out.' },
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), book: new Map() }),
  onBlock(block, state) {
    if (block.sealerId === undefined) return { state, grants: [] };
    return { state: { ...state, book: earn(state.book, block.sealerId, 1, block.number, LASTING) }, grants: [] };
  },
  onRedeem(redemption, state) {
    const { book, grants } = buy(state.book, redemption, state.settings, LASTING);
    return { state: { ...state, book }, grants };
  },
};
