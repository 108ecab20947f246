import type { Hex } from '@medrec/shared/bytes';
import { buy, type CreditBook, earn, LASTING } from './credits.ts';
import type { RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  /** Sealers of the last blocks, the oldest first. */
  readonly window: readonly Hex[];
  readonly book: CreditBook;
}

const DEFAULTS = { window: 100, price: 1, priceStep: 2 };

/**
 * R3: each block with offers is worth one credit, split over the sealers of the last `window` blocks (pay per last N shares, Rosenfeld 2011),
 * and redeemed in lumps. It evens out luck and leaves the raw budget whole.
 */
export const pplnsCredits: RewardRule<State> = {
  name: 'PplnsCredits',
  summary: 'R3: a block’s credit is split over the last sealers; tiers are bought in lumps',
  deployability: {
    deployable: false,
    reason: 'Every block would write a balance for each lab in the window: its gas grows with the window.',
  },
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), window: [], book: new Map() }),
  onBlock(block, state) {
    if (block.sealerId === undefined) return { state, grants: [] };
    const window = [...state.window, block.sealerId].slice(-Math.floor(state.settings['window'] ?? DEFAULTS.window));
    if (block.offers.length === 0) return { state: { ...state, window }, grants: [] };
    const counts = new Map<Hex, number>();
    for (const labId of window) counts.set(labId, (counts.get(labId) ?? 0) + 1);
    let book = state.book;
    for (const [labId, count] of counts) book = earn(book, labId, count / window.length, block.number, LASTING);
    return { state: { ...state, window, book }, grants: [] };
  },
  onRedeem(redemption, state) {
    const { book, grants } = buy(state.book, redemption, state.settings, LASTING);
    return { state: { ...state, book }, grants };
  },
};
