import type { Grant } from '../../rewards/index.ts';
import type { Parties } from '../model/index.ts';
import type { Holdings, Release } from './holdings.ts';
import type { SimulatedRule } from './simulated-rule.ts';

export interface EpochEnd {
  readonly block: number;
  readonly day: number;
  /** Blocks that each identity sealed in the epoch: what it would bid with. */
  readonly sealed: readonly number[];
  readonly admitted: (lab: number) => boolean;
  readonly apply: (grants: readonly Grant[]) => void;
}

/** Each lab asks for the epoch's releases, the most valued first, the finest tier that the rule gives it; larger labs do not go first. */
export function redeemEpoch(
  parties: Parties,
  rule: SimulatedRule,
  holdings: Holdings,
  releases: readonly Release[],
  finest: number,
  end: EpochEnd,
): void {
  if (!rule.redeems) return;
  const turns = parties.identities.map((_, at) => (at + end.block) % parties.identities.length);
  for (const at of turns) {
    const identity = parties.identities[at];
    if (identity === undefined || !end.admitted(identity.lab)) continue;
    const gainOf = (release: Release): number =>
      holdings.worth(identity.lab, release.product, holdings.knownAt(release.product, finest) - (release.known[identity.lab] ?? 0));
    const wanted = releases
      .filter((release) => holdings.heldTier(identity.lab, release) < finest && gainOf(release) > 0)
      .toSorted((a, b) => gainOf(b) - gainOf(a));
    for (const release of wanted) {
      const heldTier = holdings.heldTier(identity.lab, release);
      const providerId = parties.providers[release.provider]?.id ?? '0x';
      const bid = (gainOf(release) * (end.sealed[at] ?? 0)) / Math.max(1, wanted.length);
      for (let tier = finest; tier > heldTier; tier--) {
        const request = { number: BigInt(end.block), labId: identity.id, providerId, releaseKey: release.key, tier, heldTier, bid };
        const grants = rule.onRedeem(request);
        end.apply(grants);
        // A rule that decides later has the demand for the finest tier; asking for coarser ones too would be asking twice.
        if (grants.length > 0 || (tier === finest && rule.decidesLater)) break;
      }
    }
  }
}
