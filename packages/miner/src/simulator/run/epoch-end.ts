import type { Grant, OfferView } from '../../rewards/index.ts';
import type { Parties } from '../model/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { isAdmitted } from './hash-rates.ts';
import type { Holdings } from './holdings.ts';
import { redeemEpoch } from './redeem-epoch.ts';
import type { SimulatedRule } from './simulated-rule.ts';

export interface ClosedEpoch {
  readonly epoch: number;
  readonly block: number;
  readonly day: number;
  /** Blocks in the epoch, by identity. */
  readonly sealed: readonly number[];
}

/** A census epoch's end: labs ask, the rule answers, and an older epoch's commons are given to all. */
export function endEpoch(
  scenario: Scenario,
  parties: Parties,
  rule: SimulatedRule,
  holdings: Holdings,
  apply: (grants: readonly Grant[], day: number) => void,
  { epoch, block, day, sealed }: ClosedEpoch,
): void {
  const finest = scenario.tiers.length - 1;
  const admitted = (lab: number): boolean => isAdmitted(parties.labs[lab], day);
  const releases = holdings.releases.filter((release) => release.epoch === epoch);
  redeemEpoch(parties, rule, holdings, releases, finest, { block, day, sealed, admitted, apply: (grants) => apply(grants, day) });
  const views = releases.map(
    ({ key, provider }): OfferView => ({ providerId: parties.providers[provider]?.id ?? '0x', releaseKey: key, tier: finest }),
  );
  const labIds = parties.identities.filter(({ lab }) => admitted(lab)).map(({ id }) => id);
  apply(rule.onEpoch({ number: BigInt(block), releases: views, labIds }), day);
  const everyone = parties.labs.flatMap((_, lab) => (admitted(lab) ? [lab] : []));
  for (const release of holdings.releases) {
    if (release.epoch === epoch - scenario.commonsAfterEpochs) holdings.giveCommons(release, everyone);
  }
}
