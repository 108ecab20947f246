import { countCatchUps, countDoubleSpends } from '../chain-core/index.ts';
import { catchUpProbability, doubleSpendProbability } from '../closed-forms/index.ts';
import { type ClosedFormCheck, compareCount } from './check.ts';

const TRIALS = 200_000;

const parameters = {
  q: { meaning: 'the attacker’s share of the hash rate', min: 0.001, max: 0.49 },
  confirmations: { meaning: 'blocks that the merchant waits for', min: 1, max: 100, integer: true },
};

export const doubleSpendChecks: readonly ClosedFormCheck[] = [
  {
    name: 'catch-up',
    source: 'attacker catches up, Poisson progress: Nakamoto 2008, §11',
    parameters,
    points: [
      { q: 0.1, confirmations: 5 },
      { q: 0.3, confirmations: 5 },
    ],
    run(values, random, effort) {
      const [q, confirmations, trials] = [values.number('q'), values.number('confirmations'), Math.ceil(TRIALS * effort)];
      return compareCount(catchUpProbability(q, confirmations), countCatchUps(q, confirmations, trials, random), trials);
    },
  },
  {
    name: 'double-spend',
    source: 'double spend succeeds, exact progress: Rosenfeld 2014, eq. 1',
    parameters,
    points: [
      { q: 0.1, confirmations: 6 },
      { q: 0.3, confirmations: 6 },
    ],
    run(values, random, effort) {
      const [q, confirmations, trials] = [values.number('q'), values.number('confirmations'), Math.ceil(TRIALS * effort)];
      return compareCount(doubleSpendProbability(q, confirmations), countDoubleSpends(q, confirmations, trials, random), trials);
    },
  },
];
