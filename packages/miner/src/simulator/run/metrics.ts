import { herfindahl } from '../closed-forms/index.ts';
import type { Parties } from '../model/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Holdings } from './holdings.ts';
import type { Offers } from './offers.ts';

export interface LabResult {
  readonly name: string;
  readonly strategy: string;
  readonly hashShare: number;
  readonly blockShare: number;
  /** Worth of all that it holds: cells known within 5 %, as shares of a release, weighted by its demand. */
  readonly utility: number;
  readonly utilityShare: number;
  /** Day of its first paid grant of use; null for never. */
  readonly firstUseDay: number | null;
}

export interface RunMetrics {
  readonly blocks: number;
  /** Blocks found that are on no main chain, as a share of all found. */
  readonly staleRate: number;
  readonly utilityGini: number;
  readonly utilityHhi: number;
  readonly blockHhi: number;
  /** Fewest labs with more than half of the blocks. */
  readonly nakamotoCoefficient: number;
  /** Share of sealing labs that never got a paid grant of use. */
  readonly neverRewarded: number;
  /** Releases of which some lab holds a paid tier, as a share of those drawn. */
  readonly coverage: number;
  readonly releases: number;
  readonly rhoSpent: number;
  readonly utilityPerRho: number;
  /** Offers or answers that a budget did not cover. */
  readonly refusals: number;
  /** Share of providers whose lifetime budget was used up, and the day of the first; null for none. */
  readonly depleted: number;
  readonly firstDepletedDay: number | null;
  /** Mean utility of labs without hash rate, as a share of the mean of those with; null without such. */
  readonly freeRiderRatio: number | null;
  /** Mean blocks that a record waited beyond the next. */
  readonly careWait: number;
  readonly undercuts: number;
  /** The least share of all hash rate that mined at a time. */
  readonly leastActive: number;
}

export interface RunFacts {
  readonly sealed: readonly number[];
  readonly stale: number;
  readonly careWait: number;
  readonly undercuts: number;
  /** The least share of all hash rate that mined at a time. */
  readonly leastActive: number;
}

export function measureRun(scenario: Scenario, { labs, identities }: Parties, holdings: Holdings, offers: Offers, facts: RunFacts) {
  const totalHash = sum(labs.map(({ hash }) => hash));
  const blocks = sum(facts.sealed);
  const sealedBy = labs.map((_, lab) => sum(identities.map((identity, at) => (identity.lab === lab ? (facts.sealed[at] ?? 0) : 0))));
  const utilities = labs.map((_, lab) => sum(holdings.releases.map(({ product, known }) => holdings.worth(lab, product, known[lab] ?? 0))));
  const total = sum(utilities);
  const results = labs.map(
    ({ name, strategy, hash }, lab): LabResult => ({
      name,
      strategy: strategy.name,
      hashShare: hash / totalHash,
      blockShare: ratio(sealedBy[lab] ?? 0, blocks),
      utility: utilities[lab] ?? 0,
      utilityShare: ratio(utilities[lab] ?? 0, total),
      firstUseDay: holdings.firstUseDay[lab] ?? null,
    }),
  );
  const sealing = results.filter(({ hashShare }) => hashShare > 0);
  const idle = results.filter(({ hashShare }) => hashShare === 0);
  const rhoSpent = sum(offers.ledgers.map((ledger) => ledger.spent()));
  const depletedDays = offers.ledgers.flatMap((ledger) => ledger.depletedDay() ?? []);
  const covered = holdings.releases.filter(({ tier }) => tier.some((one) => one > 0)).length;
  const metrics: RunMetrics = {
    blocks,
    staleRate: ratio(facts.stale, facts.stale + blocks),
    utilityGini: gini(utilities),
    utilityHhi: total > 0 ? herfindahl(utilities) : 0,
    blockHhi: blocks > 0 ? herfindahl(sealedBy) : 0,
    nakamotoCoefficient: nakamoto(sealedBy),
    neverRewarded: ratio(sealing.filter(({ firstUseDay }) => firstUseDay === null).length, sealing.length),
    coverage: ratio(covered, holdings.releases.length),
    releases: holdings.releases.length,
    rhoSpent,
    utilityPerRho: ratio(total, rhoSpent),
    refusals: sum(offers.ledgers.map((ledger) => ledger.refused())),
    depleted: ratio(
      depletedDays.length,
      scenario.providers.reduce((count, provider) => count + provider.count, 0),
    ),
    firstDepletedDay: depletedDays.length === 0 ? null : Math.min(...depletedDays),
    freeRiderRatio: idle.length === 0 ? null : ratio(mean(idle), mean(sealing)),
    careWait: facts.careWait,
    undercuts: facts.undercuts,
    leastActive: facts.leastActive,
  };
  return { labs: results, metrics };
}

function mean(labs: readonly LabResult[]): number {
  return ratio(sum(labs.map(({ utility }) => utility)), labs.length);
}

/** Gini coefficient: 0 for equal parts, near 1 when one has all. */
export function gini(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const weighted = sum(sorted.map((value, index) => (2 * (index + 1) - sorted.length - 1) * value));
  return ratio(weighted, sorted.length * sum(sorted));
}

/** Fewest parties with more than half (Srinivasan & Lee, *Quantifying decentralization*, 2017). */
export function nakamoto(values: readonly number[]): number {
  const half = sum(values) / 2;
  let held = 0;
  for (const [index, value] of values.toSorted((a, b) => b - a).entries()) {
    held += value;
    if (held > half) return index + 1;
  }
  return 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
