import type { Hex } from '@medrec/shared/bytes';
import type { BlockView, Grant, RewardRule } from './rule.ts';

/** Distinct releases a block may pay, as in `BountyToSealer.sol`: it bounds the gas of the call after the block. */
export const MAX_GRANTS_PER_BLOCK = 128;

/** The highest tier each lab owns of each release, by `labId:releaseKey`. */
type Owned = ReadonlyMap<string, number>;

/**
 * The paper's rule (R1): the sealer owns the offers in its block. An empty block pays nothing; ommers get nothing.
 * Known weakness: a release is one per epoch, so value bunches at an epoch's start and invites undercutting
 * (Carlsten et al. 2016).
 */
export const bountyToSealer: RewardRule<Owned> = {
  name: 'BountyToSealer',
  deployability: { deployable: true },
  init: () => new Map(),
  onBlock(block, owned) {
    if (block.sealerId === undefined || block.offers.length === 0) return { state: owned, grants: [] };
    const grants = grantsOf(block, block.sealerId).filter((grant) => (owned.get(ownerKey(grant)) ?? 0) < grant.tier);
    const state = new Map(owned);
    for (const grant of grants) state.set(ownerKey(grant), grant.tier);
    return { state, grants };
  },
};

function ownerKey(grant: Grant): string {
  return `${grant.labId}:${grant.releaseKey}`;
}

/** One grant per release, in the order of first offer, at the highest tier offered in the block. */
function grantsOf(block: BlockView, labId: Hex): Grant[] {
  const tiers = new Map<Hex, number>();
  for (const { releaseKey, tier } of block.offers) {
    if (!tiers.has(releaseKey) && tiers.size === MAX_GRANTS_PER_BLOCK) continue;
    tiers.set(releaseKey, Math.max(tier, tiers.get(releaseKey) ?? 0));
  }
  return [...tiers].map(([releaseKey, tier]) => ({ labId, releaseKey, tier }));
}
