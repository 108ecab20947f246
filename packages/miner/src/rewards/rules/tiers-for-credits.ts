import { buy, type CreditBook, type CreditTerms, earn } from './credits.ts';
import type { BlockView, RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  readonly book: CreditBook;
}

/** Items and blocks; a price in credits, one credit an item. */
const DEFAULTS = { capItems: 2_000, stretchBlocks: 1_000, lifetime: 4, price: 2_000, priceStep: 2 };

/**
 * R11, the candidate default: a block earns a credit for each record item of providers not affiliated with its sealer, up to `capItems`;
 * credits expire, and tiers are bought with them, a finer one for the difference. An empty block earns nothing; washed records of a lab's
 * own hospital earn nothing; nobody gains by fighting over the first block of an epoch, since each block's items pay once, whenever.
 */
export const tiersForCredits: RewardRule<State> = {
  name: 'TiersForCredits',
  summary: 'R11: expiring credits for foreign record items; finer tiers are bought',
  deployability: {
    deployable: false,
    reason: 'Its contract is not written yet. It needs only balances, the block’s items by provider, and bounded gas, so it can be.',
  },
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), book: new Map() }),
  onBlock(block, state) {
    if (block.sealerId === undefined) return { state, grants: [] };
    const earned = Math.min(foreignItems(block), state.settings['capItems'] ?? DEFAULTS.capItems);
    const book = earn(state.book, block.sealerId, earned, block.number, termsOf(state.settings));
    return { state: book === state.book ? state : { ...state, book }, grants: [] };
  },
  onRedeem(redemption, state) {
    const { book, grants } = buy(state.book, redemption, state.settings, termsOf(state.settings));
    return { state: { ...state, book }, grants };
  },
};

function foreignItems({ records = [] }: BlockView): number {
  return records.reduce((sum, { items, affiliated }) => (affiliated ? sum : sum + items), 0);
}

function termsOf(settings: RuleSettings): CreditTerms {
  return { stretchBlocks: settings['stretchBlocks'] ?? DEFAULTS.stretchBlocks, lifetime: settings['lifetime'] ?? DEFAULTS.lifetime };
}
