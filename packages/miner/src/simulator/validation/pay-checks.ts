import { pplnsPays, ppsShortfalls } from '../chain-core/index.ts';
import { exactPpsReserve, expectedConcentration, herfindahl, pplnsVariance, ppsReserve } from '../closed-forms/index.ts';
import { createAliasTable, type Random } from '../random/index.ts';
import { type ClosedFormCheck, type Comparison, compareMean, compareRatio, compareVariance, type ParameterReader } from './check.ts';

const POOL_BLOCKS = 8_000_000;
const POOL_BATCHES = 40;
const WINDOWS = 100_000;
const DRAWS = 20_000;

const reserveParameters = {
  reward: { meaning: 'what a block pays', min: 1e-9, max: 1e12 },
  fee: { meaning: 'the pool’s fee', min: 0.005, max: 0.5 },
  ruin: { meaning: 'accepted chance of going broke', min: 1e-12, max: 0.5 },
};

export const payChecks: readonly ClosedFormCheck[] = [
  {
    name: 'pps-reserve',
    source: 'reserve of a pay-per-share pool, limit of a small fee: B·ln(1/δ)/2f, Rosenfeld 2011, §3.2',
    parameters: reserveParameters,
    points: [{ reward: 1, fee: 0.02, ruin: 0.001 }],
    run: (values, random, effort) => comparePool(ppsReserve, values, random, effort),
  },
  {
    name: 'pps-reserve-exact',
    source: 'the same at any fee: B·ln(1/δ)/u with (1 − f)u = 1 − e^(−u)',
    parameters: reserveParameters,
    points: [{ reward: 1, fee: 0.1, ruin: 0.001 }],
    run: (values, random, effort) => comparePool(exactPpsReserve, values, random, effort),
  },
  {
    name: 'pplns-variance',
    source: 'variance of a share’s pay under PPLNS: p²B²/X, Rosenfeld 2011, §5',
    parameters: {
      chance: { meaning: 'chance that a share is a block', min: 1e-9, max: 1e-3 },
      reward: { meaning: 'what a block pays', min: 1e-9, max: 1e12 },
      window: { meaning: 'blocks’ work in the window', min: 0.1, max: 1_000 },
    },
    points: [{ chance: 1e-4, reward: 1, window: 2 }],
    run(values, random, effort) {
      const [chance, reward, window] = [values.number('chance'), values.number('reward'), values.number('window')];
      const pays = pplnsPays(chance, reward, Math.round(window / chance), Math.ceil(WINDOWS * effort), random);
      return compareVariance(pplnsVariance(chance, reward, window), pays);
    },
  },
  {
    name: 'concentration',
    source: 'concentration of m rewards drawn by hash share: E[HHI] = H + (1 − H)/m',
    parameters: {
      shares: { meaning: 'shares of the hash rate', min: 0, max: 1, list: true },
      rewards: { meaning: 'rewards drawn', min: 1, max: 10_000, integer: true },
    },
    points: [{ shares: [0.4, 0.3, 0.2, 0.1], rewards: 10 }],
    run(values, random, effort) {
      const [shares, rewards] = [values.list('shares'), values.number('rewards')];
      const draw = createAliasTable(shares);
      const indexes = Float64Array.from({ length: Math.ceil(DRAWS * effort) }, () => {
        const won = Array<number>(shares.length).fill(0);
        for (let reward = 0; reward < rewards; reward++) {
          const lab = draw(random);
          won[lab] = (won[lab] ?? 0) + 1;
        }
        return herfindahl(won);
      });
      return compareMean(expectedConcentration(shares, rewards), indexes);
    },
  },
];

/** Falls are exponential, so their mean gives the reserve of any chance of ruin. They depend on each other: the error is of batches. */
function comparePool(reserve: typeof ppsReserve, values: ParameterReader, random: Random, effort: number): Comparison {
  const [reward, fee, ruin] = [values.number('reward'), values.number('fee'), values.number('ruin')];
  const blocks = Math.ceil((POOL_BLOCKS * effort) / POOL_BATCHES);
  const batches = Array.from({ length: POOL_BATCHES }, (): readonly [number, number] => {
    const falls = ppsShortfalls(fee, blocks, random);
    let total = 0;
    for (const fall of falls) total += fall;
    return [total * reward * Math.log(1 / ruin), blocks];
  });
  return compareRatio(reserve(reward, fee, ruin), batches);
}
