import type { Hex } from '@medrec/shared/bytes';
import type { Grant } from '../../rewards/index.ts';
import { knownCells, type Parties } from '../model/index.ts';
import type { Random } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';

/** A release of one provider, product and census epoch, and who has how much of it. */
export interface Release {
  readonly key: Hex;
  readonly provider: number;
  readonly product: number;
  readonly epoch: number;
  /** Finest tier by lab; 0 for none. */
  readonly tier: Uint8Array;
  /** Share of its cells that each lab knows within 5 %. */
  readonly known: Float64Array;
}

export interface Holdings {
  readonly releases: readonly Release[];
  open(key: Hex, provider: number, product: number, epoch: number): Release;
  find(key: Hex): Release | undefined;
  /** The finest tier that the lab, or whoever shares with it, has. */
  heldTier(lab: number, release: Release): number;
  apply(grant: Grant, day: number): void;
  /** Tier 0 for these labs. */
  giveCommons(release: Release, labs: readonly number[]): void;
  /** What a tier of a product is worth to a lab, in cells known, weighted by its demand. */
  worth(lab: number, product: number, known: number): number;
  knownAt(product: number, tier: number): number;
  /** Day of the first paid grant of use, by lab; undefined for never. */
  readonly firstUseDay: readonly (number | undefined)[];
}

/** A grant is of use from this share of what the finest tier tells. */
const USEFUL = 0.5;

export function createHoldings(scenario: Scenario, { labs, identities }: Parties, resale: Random): Holdings {
  const releases: Release[] = [];
  const byKey = new Map<Hex, Release>();
  const labOf = new Map(identities.map(({ id, lab }) => [id, lab]));
  const circles = labs.map((lab, index) =>
    lab.strategy.shares === true
      ? labs.flatMap((other, at) => (other.strategy.shares && other.terms.group === lab.terms.group ? [at] : []))
      : [index],
  );
  const known = scenario.products.map((product) => scenario.tiers.map((share) => knownCells(product, product.rho * share)));
  const firstUseDay: (number | undefined)[] = labs.map(() => undefined);
  const buyers = labs.flatMap((lab, index) => (lab.terms.buysResale ? [index] : []));

  function knownAt(product: number, tier: number): number {
    return known[product]?.[tier] ?? 0;
  }

  function give(lab: number, release: Release, tier: number, cells: number, day: number): void {
    release.tier[lab] = Math.max(release.tier[lab] ?? 0, tier);
    release.known[lab] = Math.max(release.known[lab] ?? 0, cells);
    const useful = USEFUL * knownAt(release.product, scenario.tiers.length - 1);
    if (tier > 0 && cells > 0 && cells >= useful) firstUseDay[lab] ??= day;
  }

  return {
    releases,
    firstUseDay,
    knownAt,
    open(key, provider, product, epoch) {
      const release = { key, provider, product, epoch, tier: new Uint8Array(labs.length), known: new Float64Array(labs.length) };
      releases.push(release);
      byKey.set(key, release);
      return release;
    },
    find: (key) => byKey.get(key),
    heldTier: (lab, release) => Math.max(...(circles[lab] ?? [lab]).map((other) => release.tier[other] ?? 0)),
    apply({ labId, releaseKey, tier, precision = 1 }, day) {
      const [lab, release] = [labOf.get(labId), byKey.get(releaseKey)];
      const product = scenario.products[release?.product ?? 0];
      if (lab === undefined || release === undefined || product === undefined) return;
      const cells =
        precision === 1 ? knownAt(release.product, tier) : knownCells(product, product.rho * (scenario.tiers[tier] ?? 0) * precision);
      for (const other of circles[lab] ?? [lab]) give(other, release, tier, cells, day);
      const chance = labs[lab]?.terms.resale ?? 0;
      if (chance > 0 && resale.uniform() < chance) for (const buyer of buyers) give(buyer, release, tier, cells, day);
    },
    giveCommons(release, others) {
      for (const lab of others) give(lab, release, 0, knownAt(release.product, 0), 0);
    },
    worth(lab, product, cells) {
      return (labs[lab]?.terms.demand[scenario.products[product]?.name ?? ''] ?? 1) * cells;
    },
  };
}
