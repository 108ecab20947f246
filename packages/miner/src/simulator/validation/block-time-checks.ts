import { runDelayRace } from '../chain-core/index.ts';
import { longIntervalProbability, medianFirstBlock, soloDeviation, staleRate } from '../closed-forms/index.ts';
import { BITCOIN_TRANSFERS, createTopology, runNetwork, singleRegion } from '../network-core/index.ts';
import { geometric, poisson } from '../random/index.ts';
import { type ClosedFormCheck, compareCount, compareVariance } from './check.ts';

const BLOCKS = 400_000;
const NETWORK_BLOCKS = 20_000;
const LABS = 40_000;
/** Announcement, request and block each cross the line once. */
const CROSSINGS = 3;

const SHARES = { meaning: 'shares of the hash rate', min: 0, max: 1, list: true };
const INTERVAL = { meaning: 'mean seconds between blocks', min: 0.1, max: 1e6 };
const SHARE = { meaning: 'the lab’s share of the hash rate', min: 1e-5, max: 1 };

export const blockTimeChecks: readonly ClosedFormCheck[] = [
  {
    name: 'stale-rate',
    source: 'found before the last block was heard of, equal delay: (1 − HHI)(1 − e^(−d/τ))',
    parameters: { shares: SHARES, delay: { meaning: 'seconds until all know a block', min: 0, max: 1e5 }, interval: INTERVAL },
    points: [
      { shares: [0.4, 0.3, 0.2, 0.1], delay: 2, interval: 13 },
      { shares: [0.25, 0.25, 0.25, 0.25], delay: 10, interval: 600 },
    ],
    run(values, random, effort) {
      const [shares, delay, interval] = [values.list('shares'), values.number('delay'), values.number('interval')];
      const blocks = Math.ceil(BLOCKS * effort);
      const { unaware } = runDelayRace({ shares, delay, interval, blocks }, random);
      return compareCount(staleRate(shares, delay, interval), unaware, blocks);
    },
  },
  {
    name: 'network-stale-rate',
    source: 'blocks off the main chain in the network core, equal delay far below the interval: (1 − HHI)(1 − e^(−d/τ))',
    parameters: {
      nodes: { meaning: 'equal nodes, all linked', min: 2, max: 100, integer: true },
      delay: { meaning: 'seconds until all know a block', min: 0, max: 1e4 },
      interval: INTERVAL,
    },
    points: [{ nodes: 10, delay: 0.15, interval: 13 }],
    run(values, random, effort) {
      const [nodes, delay, interval] = [values.number('nodes'), values.number('delay'), values.number('interval')];
      const blocks = Math.ceil(NETWORK_BLOCKS * effort);
      const shares = Array<number>(nodes).fill(1);
      const topology = createTopology({ nodes, complete: true, regions: singleRegion((delay * 1_000) / CROSSINGS) }, random);
      const transfers = { ...BITCOIN_TRANSFERS, compactShare: 0, processingMs: 0 };
      const { height, head } = runNetwork(topology, { ...transfers, shares, interval, blocks, jitter: 0, skipIgnored: true }, random);
      return compareCount(staleRate(shares, delay, interval), blocks - (height[head] ?? 0), blocks);
    },
  },
  {
    name: 'block-interval',
    source: 'a block takes longer than t: e^(−t/τ)',
    parameters: { interval: INTERVAL, longer: { meaning: 'seconds', min: 0, max: 1e7 } },
    points: [{ interval: 600, longer: 3600 }],
    run(values, random, effort) {
      const [interval, longer, blocks] = [values.number('interval'), values.number('longer'), Math.ceil(BLOCKS * effort)];
      const { time } = runDelayRace({ shares: [1], delay: 0, interval, blocks }, random);
      let count = 0;
      for (let block = 0; block < blocks; block++) if ((time[block] ?? 0) - (time[block - 1] ?? 0) > longer) count += 1;
      return compareCount(longIntervalProbability(interval, longer), count, blocks);
    },
  },
  {
    name: 'solo-deviation',
    source: 'relative standard deviation of a solo lab’s blocks: 1/√(λht)',
    parameters: { share: SHARE, blocks: { meaning: 'blocks that all find on average', min: 1, max: 1e6 } },
    points: [{ share: 0.01, blocks: 2_000 }],
    run(values, random, effort) {
      const mean = values.number('share') * values.number('blocks');
      const found = Float64Array.from({ length: Math.ceil(LABS * effort) }, () => poisson(random, mean) / mean);
      const { observed, standardError } = compareVariance(mean, found);
      const deviation = Math.sqrt(observed);
      return {
        expected: soloDeviation(values.number('share'), values.number('blocks')),
        observed: deviation,
        standardError: standardError / (2 * deviation),
      };
    },
  },
  {
    name: 'first-block',
    source: 'median block of a lab’s first: ⌈ln ½ / ln(1 − h)⌉',
    parameters: { share: SHARE },
    points: [{ share: 0.01 }],
    run(values, random, effort) {
      const share = values.number('share');
      const firsts = Float64Array.from({ length: Math.ceil(LABS * effort) }, () => geometric(random, share)).sort();
      const expected = medianFirstBlock(share);
      // The median's error is 1/(2f√n) with f the distribution there, and a whole number is up to one half off besides.
      const density = share * (1 - share) ** (expected - 1);
      const spread = density > 0 ? 1 / (2 * density * Math.sqrt(firsts.length)) : 0;
      return { expected, observed: firsts[Math.ceil(firsts.length / 2) - 1] ?? 0, standardError: Math.hypot(spread, 0.5) };
    },
  },
];
