import { bestResponseThreshold, solveBestResponse } from '../best-response/index.ts';
import { runWithholdingRace, selfishPolicy, type WithholdingPolicy } from '../chain-core/index.ts';
import { selfishMiningRevenue, selfishMiningThreshold } from '../closed-forms/index.ts';
import type { Random } from '../random/index.ts';
import { type ClosedFormCheck, type Comparison, compareRatio, type ParameterReader } from './check.ts';

/** More batches tell their spread better; shorter ones lose too much with the race that is unfinished at their end. */
const MOST_BATCHES = 200;
const LEAST_BATCHES = 20;
const BATCH_BLOCKS = 10_000;
const BLOCKS = 2_000_000;
/** Half a unit of the last digit of a figure printed with four, spread evenly. */
const FOUR_DIGITS = 0.00005 / Math.sqrt(3);

const ALPHA = { meaning: 'the attacker’s share of the hash rate', min: 0.001, max: 0.499 };
const GAMMA = { meaning: 'share of honest hash rate that follows the attacker in a race', min: 0, max: 1 };
const CAP = { meaning: 'longest branch in the policy’s table', min: 10, max: 200, integer: true };

export const withholdingChecks: readonly ClosedFormCheck[] = [
  {
    name: 'selfish-mining',
    source: 'revenue of selfish mining: Eyal & Sirer 2014, eq. 8',
    parameters: { alpha: ALPHA, gamma: GAMMA },
    points: [
      { alpha: 0.4, gamma: 0 },
      { alpha: 0.3, gamma: 0.5 },
      { alpha: 0.2, gamma: 1 },
    ],
    run(values, random, effort) {
      const [alpha, gamma] = [values.number('alpha'), values.number('gamma')];
      return compareRevenue(selfishMiningRevenue(alpha, gamma), alpha, gamma, selfishPolicy(), random, effort);
    },
  },
  {
    name: 'selfish-mining-threshold',
    source: 'at (1 − γ)/(3 − 2γ) selfish mining earns the fair share: Eyal & Sirer 2014, eq. 9',
    parameters: { gamma: GAMMA },
    points: [{ gamma: 0 }, { gamma: 0.5 }],
    run(values, random, effort) {
      const gamma = values.number('gamma');
      const alpha = selfishMiningThreshold(gamma);
      return compareRevenue(alpha, alpha, gamma, selfishPolicy(), random, effort);
    },
  },
  {
    name: 'optimal-withholding',
    source:
      'revenue of the best policy with branches up to the cap, solved and then played: Sapirshtein, Sompolinsky & Zohar 2016, table 1',
    parameters: { alpha: ALPHA, gamma: GAMMA, cap: CAP },
    points: [
      { alpha: 0.4, gamma: 0, cap: 95 },
      { alpha: 0.35, gamma: 0, cap: 95 },
    ],
    run: (values, random, effort) => compareBest(false, values, random, effort),
  },
  {
    name: 'optimal-withholding-unbounded',
    source: 'the same when a race at the cap may be run out: above the printed bound for shares near ½',
    parameters: { alpha: ALPHA, gamma: GAMMA, cap: CAP },
    points: [
      { alpha: 0.45, gamma: 0, cap: 60 },
      { alpha: 0.35, gamma: 0.5, cap: 45 },
    ],
    run: (values, random, effort) => compareBest(true, values, random, effort),
  },
  {
    name: 'optimal-threshold',
    source: 'no policy beats honesty below 0.3294 at γ = 0: Sapirshtein, Sompolinsky & Zohar 2016, §5; error of rounding',
    parameters: {},
    points: [{}],
    run: () => ({ expected: 0.3294, observed: bestResponseThreshold(0), standardError: FOUR_DIGITS }),
  },
];

function compareBest(runsOut: boolean, values: ParameterReader, random: Random, effort: number): Comparison {
  const [alpha, gamma] = [values.number('alpha'), values.number('gamma')];
  const best = solveBestResponse(alpha, gamma, { cap: values.number('cap'), runsOut });
  return compareRevenue(best.revenue, alpha, gamma, best.policy, random, effort);
}

function compareRevenue(
  expected: number,
  alpha: number,
  gamma: number,
  policy: WithholdingPolicy,
  random: Random,
  effort: number,
): Comparison {
  const count = Math.round(Math.min(MOST_BATCHES, Math.max(LEAST_BATCHES, (BLOCKS * effort) / BATCH_BLOCKS)));
  const blocks = Math.ceil((BLOCKS * effort) / count);
  const batches = Array.from({ length: count }, (): readonly [number, number] => {
    const { attacker, honest } = runWithholdingRace({ alpha, gamma, policy, blocks }, random);
    return [attacker, attacker + honest];
  });
  return compareRatio(expected, batches);
}
