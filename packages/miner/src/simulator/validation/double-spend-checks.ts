import { countCatchUps, countDoubleSpends } from '../chain-core/index.ts';
import { catchUpProbability, doubleSpendProbability } from '../closed-forms/index.ts';
import type { Random } from '../random/index.ts';
import { type ClosedFormCheck, compareCount } from './check.ts';

const TRIALS = 200_000;

const parameters = {
  q: { meaning: 'the attacker’s share of the hash rate', min: 0.001, max: 0.49 },
  confirmations: { meaning: 'blocks that the merchant waits for', min: 1, max: 100, integer: true },
};

/** A race that the attacker wins or loses: its closed form beside the wins counted in as many trials. */
function raceCheck(
  facts: { readonly name: string; readonly source: string; readonly confirmations: number },
  probability: (q: number, confirmations: number) => number,
  count: (q: number, confirmations: number, trials: number, random: Random) => number,
): ClosedFormCheck {
  const { name, source, confirmations } = facts;
  return {
    name,
    source,
    parameters,
    points: [
      { q: 0.1, confirmations },
      { q: 0.3, confirmations },
    ],
    run(values, random, effort) {
      const [q, depth, trials] = [values.number('q'), values.number('confirmations'), Math.ceil(TRIALS * effort)];
      return compareCount(probability(q, depth), count(q, depth, trials, random), trials);
    },
  };
}

export const doubleSpendChecks: readonly ClosedFormCheck[] = [
  raceCheck(
    { name: 'catch-up', source: 'attacker catches up, Poisson progress: Nakamoto 2008, §11', confirmations: 5 },
    catchUpProbability,
    countCatchUps,
  ),
  raceCheck(
    { name: 'double-spend', source: 'double spend succeeds, exact progress: Rosenfeld 2014, eq. 1', confirmations: 6 },
    doubleSpendProbability,
    countDoubleSpends,
  ),
];
