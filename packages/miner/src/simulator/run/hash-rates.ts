import type { Lab, Parties } from '../model/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Holdings } from './holdings.ts';
import type { Sealers } from './sealers.ts';

/** Labs look about so often, in blocks, whether to go on mining. */
const LOOK_EVERY = 20;

/** Who mines now: labs are admitted and removed, and some stop once they have all. */
export interface HashRates {
  at(day: number, epoch: number): number[];
  /** Tells the sealers when something has changed. Block times stay: difficulty follows the hash rate. */
  follow(sealers: Sealers, block: number, day: number, epoch: number): void;
  /** The least share of all hash rate that mined at a time: what an attacker had to beat. */
  leastActive(): number;
}

export function isAdmitted(lab: Lab | undefined, day: number): boolean {
  return lab !== undefined && day >= lab.terms.joinsDay && day < (lab.terms.leavesDay ?? Number.POSITIVE_INFINITY);
}

export function createHashRates(scenario: Scenario, { labs, identities }: Parties, holdings: Holdings): HashRates {
  const finest = scenario.tiers.length - 1;
  const moves = labs.some(({ strategy, terms }) => strategy.minesOn !== undefined || terms.joinsDay > 0 || terms.leavesDay !== undefined);
  const total = identities.reduce((sum, { hash }) => sum + hash, 0);
  let last: readonly number[] = [];
  let least = 1;

  function mines(index: number, day: number, epoch: number): boolean {
    const lab = labs[index];
    if (lab === undefined || !isAdmitted(lab, day)) return false;
    if (lab.strategy.minesOn === undefined) return true;
    const current = holdings.releases.filter((release) => release.epoch === epoch);
    const lacking = current.filter((release) => holdings.heldTier(index, release) < finest).length;
    return lab.strategy.minesOn(current.length === 0 ? 1 : lacking);
  }

  const at = (day: number, epoch: number): number[] => {
    const active = labs.map((_, index) => mines(index, day, epoch));
    const hashes = identities.map(({ lab, hash }) => (active[lab] ? hash : 0));
    // Without anyone no block would ever come; then all go on, as they would once difficulty has fallen.
    return hashes.some((hash) => hash > 0) ? hashes : identities.map(({ hash }) => hash);
  };

  return {
    at,
    follow(sealers, block, day, epoch) {
      if (!moves || block % LOOK_EVERY !== 0) return;
      const hashes = at(day, epoch);
      least = Math.min(least, hashes.reduce((sum, hash) => sum + hash, 0) / total);
      if (hashes.every((hash, index) => hash === last[index])) return;
      last = hashes;
      sealers.setHashes(hashes);
    },
    leastActive: () => least,
  };
}
