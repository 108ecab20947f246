import type { Hex } from '@medrec/shared/bytes';
import type { BlockView, Grant, OfferView, RewardRule } from './rule.ts';

/** Distinct releases a block may pay, as in `BountyToSealer.sol`: it bounds the gas of the call after the block. */
export const MAX_GRANTS_PER_BLOCK = 128;

/** The highest tier each lab owns of each release, by release and lab. */
export type Owned = ReadonlyMap<Hex, ReadonlyMap<Hex, number>>;

/**
 * The paper's rule (R1): the sealer owns the offers in its block. An empty block pays nothing; ommers get nothing.
 * Known weakness: a release is one per epoch, so value bunches at an epoch's start and invites undercutting
 * (Carlsten et al. 2016).
 */
export const bountyToSealer: RewardRule<Owned> = {
  name: 'BountyToSealer',
  summary: 'R1, the paper: a block’s sealer owns the offers in it',
  deployability: { deployable: true },
  budget: { unlock: 'atOnce', charge: 'release' },
  init: () => new Map(),
  onBlock: payOffersToSealer,
};

/** What both forms of the bounty do with a block. */
export function payOffersToSealer(block: BlockView, owned: Owned): { state: Owned; grants: Grant[] } {
  if (block.sealerId === undefined || block.offers.length === 0) return { state: owned, grants: [] };
  const grants = grantsOf(block.offers, block.sealerId).filter(
    (grant) => grant.tier > (owned.get(grant.releaseKey)?.get(grant.labId) ?? 0),
  );
  return { state: withGrants(owned, grants), grants };
}

/** Most blocks repeat offers of releases that their sealer owns: then the state stays what it was. */
function withGrants(owned: Owned, grants: readonly Grant[]): Owned {
  if (grants.length === 0) return owned;
  const state = new Map(owned);
  for (const { labId, releaseKey, tier } of grants) state.set(releaseKey, new Map(state.get(releaseKey)).set(labId, tier));
  return state;
}

/** One grant per release, in the order of first offer, at the highest tier offered in the block. */
function grantsOf(offers: readonly OfferView[], labId: Hex): Grant[] {
  const tiers = new Map<Hex, number>();
  for (const { releaseKey, tier } of offers) {
    if (!tiers.has(releaseKey) && tiers.size === MAX_GRANTS_PER_BLOCK) continue;
    tiers.set(releaseKey, Math.max(tier, tiers.get(releaseKey) ?? 0));
  }
  return [...tiers].map(([releaseKey, tier]) => ({ labId, releaseKey, tier }));
}
