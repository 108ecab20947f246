import { type CreditBook, earn, LASTING, spend } from './credits.ts';
import type { EpochView, Grant, Redemption, RewardRule, RuleSettings } from './rule.ts';
import { settle } from './settings.ts';

interface State {
  readonly settings: RuleSettings;
  readonly book: CreditBook;
  /** Bids that wait for the epoch's end, at most `pending`. */
  readonly bids: readonly Redemption[];
}

const DEFAULTS = { copies: 5, pending: 10_000 };

/**
 * R9: a block with offers earns one credit; labs bid for releases and the `copies` highest bidders pay the first bid that lost (Vickrey 1961).
 * Bidding one's value is best, unless bidders collude.
 */
export const secondPrice: RewardRule<State> = {
  name: 'SecondPrice',
  summary: 'R9: credits for blocks, releases sold to the highest bids at the first losing one',
  deployability: {
    deployable: false,
    reason: 'Bids on a chain are seen by all before the auction ends, and sorting them has no bound on gas.',
  },
  decidesAtEpoch: true,
  settings: DEFAULTS,
  init: (settings) => ({ settings: settle(DEFAULTS, settings), book: new Map(), bids: [] }),
  onBlock(block, state) {
    if (block.sealerId === undefined || block.offers.length === 0) return { state, grants: [] };
    return { state: { ...state, book: earn(state.book, block.sealerId, 1, block.number, LASTING) }, grants: [] };
  },
  onRedeem(redemption, state) {
    if (state.bids.length >= (state.settings['pending'] ?? DEFAULTS.pending) || !(redemption.bid > 0)) return { state, grants: [] };
    return { state: { ...state, bids: [...state.bids, redemption] }, grants: [] };
  },
  onEpoch: settleAuctions,
};

/** Releases in the order of their first bid. A winner who cannot pay any more gets nothing, and nobody moves up. */
function settleAuctions(epoch: EpochView, state: State): { state: State; grants: Grant[] } {
  const copies = Math.floor(state.settings['copies'] ?? DEFAULTS.copies);
  const grants: Grant[] = [];
  let book = state.book;
  for (const bids of Map.groupBy(state.bids, ({ releaseKey }) => releaseKey).values()) {
    const ranked = bids.toSorted((a, b) => b.bid - a.bid || (a.labId < b.labId ? -1 : 1));
    const price = ranked[copies]?.bid ?? 0;
    for (const { labId, releaseKey, tier } of ranked.slice(0, copies)) {
      const paid = spend(book, labId, price, epoch.number, LASTING);
      if (paid === undefined || !book.has(labId)) continue;
      book = paid;
      grants.push({ labId, releaseKey, tier });
    }
  }
  return { state: { ...state, book, bids: [] }, grants };
}
