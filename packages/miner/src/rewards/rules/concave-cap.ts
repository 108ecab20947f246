import type { Hex } from '@medrec/shared/bytes';
import { buy, type CreditBook, earn, LASTING } from './credits.ts';
import type { RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  /** Blocks of each lab in the running epoch. */
  readonly sealed: ReadonlyMap<Hex, number>;
  readonly book: CreditBook;
}

const DEFAULTS = { exponent: 0.5, price: 1, priceStep: 2 };

/** R6: n blocks in an epoch earn n^exponent credits. It favours small labs, and so whoever appears as many of them. */
export const concaveCap: RewardRule<State> = {
  name: 'ConcaveCap',
  summary: 'R6: credits grow as the root of an epoch’s blocks; tiers are bought',
  deployability: { deployable: false, reason: 'It pays a lab for splitting into several identities, which admission cannot rule out.' },
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), sealed: new Map(), book: new Map() }),
  onBlock(block, state) {
    if (block.sealerId === undefined || block.offers.length === 0) return { state, grants: [] };
    const before = state.sealed.get(block.sealerId) ?? 0;
    const exponent = state.settings['exponent'] ?? DEFAULTS.exponent;
    const earned = (before + 1) ** exponent - before ** exponent;
    const sealed = new Map(state.sealed).set(block.sealerId, before + 1);
    return { state: { ...state, sealed, book: earn(state.book, block.sealerId, earned, block.number, LASTING) }, grants: [] };
  },
  onEpoch: (_, state) => ({ state: { ...state, sealed: new Map() }, grants: [] }),
  onRedeem(redemption, state) {
    const { book, grants } = buy(state.book, redemption, state.settings, LASTING);
    return { state: { ...state, book }, grants };
  },
};
