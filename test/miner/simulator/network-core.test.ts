import { describe, expect, it } from 'vitest';
import {
  BITCOIN_TRANSFERS,
  createTopology,
  type NetworkOptions,
  type NetworkOutcome,
  runNetwork,
  singleRegion,
} from '../../../packages/miner/src/simulator/network-core/index.ts';
import { openStream } from '../../../packages/miner/src/simulator/random/index.ts';

// What would be lost: stale rates and propagation times, and that leaving out useless messages changes neither.

const NODES = 60;
const BLOCKS = 150;

function run(overrides: Partial<NetworkOptions> = {}, seed = 'net', nodes = NODES): NetworkOutcome {
  const topology = createTopology({ nodes }, openStream(seed, 0, 'topology'));
  const shares = Array<number>(nodes).fill(1);
  const options = { ...BITCOIN_TRANSFERS, shares, interval: 5, blocks: BLOCKS, jitter: 0.2, skipIgnored: true, ...overrides };
  return runNetwork(topology, options, openStream(seed, 0, 'blocks'));
}

describe('the network core', () => {
  it('shows the same blocks, stale ones and times with ignored announcements left out, in a fraction of the events', () => {
    for (const interval of [0.3, 5]) {
      const { events: all, ...whole } = run({ skipIgnored: false, interval });
      const { events: few, ...filtered } = run({ skipIgnored: true, interval });
      expect(filtered).toEqual(whole);
      expect(few).toBeLessThan(all / 2);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(run()).toEqual(run());
    expect(run({}, 'other').time).not.toEqual(run().time);
  });

  it('brings every block of a quiet network to every node, the nearest half first', () => {
    const { height, head, toHalf, toNineTenths } = run({ interval: 600 });
    expect(height[head]).toBe(BLOCKS);
    for (let block = 0; block < BLOCKS; block++) {
      expect(toHalf[block]).toBeGreaterThan(0);
      expect(toNineTenths[block]).toBeGreaterThanOrEqual(toHalf[block] ?? 0);
      expect(toNineTenths[block]).toBeLessThan(30);
    }
  });

  it('is slower without compact blocks, and stales more', () => {
    const [compact, whole] = [run({ interval: 1 }), run({ interval: 1, compactShare: 0 })];
    // A stale block may never reach half of the nodes.
    const mean = (values: Float64Array): number => {
      const reached = values.filter((value) => !Number.isNaN(value));
      return reached.reduce((sum, value) => sum + value, 0) / reached.length;
    };
    expect(mean(whole.toHalf)).toBeGreaterThan(mean(compact.toHalf));
    expect(whole.height[whole.head] ?? 0).toBeLessThan(compact.height[compact.head] ?? 0);
  });

  it('takes three crossings of an unlimited line for a block', () => {
    const topology = createTopology({ nodes: 8, complete: true, regions: singleRegion(100) }, openStream('line', 0, 'topology'));
    const line = { ...BITCOIN_TRANSFERS, compactShare: 0, processingMs: 0, jitter: 0, skipIgnored: true };
    const { toNineTenths } = runNetwork(
      topology,
      { ...line, shares: Array(8).fill(1), interval: 1e4, blocks: 20 },
      openStream('line', 0, 'blocks'),
    );
    for (const seconds of toNineTenths) expect(seconds).toBeCloseTo(0.3, 6);
  });

  it('links every node both ways, none with itself', () => {
    const { first, from, to, reverse } = createTopology({ nodes: 200 }, openStream('links', 0, 'topology'));
    for (let node = 0; node < 200; node++) expect((first[node + 1] ?? 0) - (first[node] ?? 0)).toBeGreaterThan(0);
    for (let edge = 0; edge < to.length; edge++) {
      const back = reverse[edge] ?? -1;
      expect([from[back], to[back], reverse[back]]).toEqual([to[edge], from[edge], edge]);
      expect(to[edge]).not.toBe(from[edge]);
    }
  });

  it('refuses what does not fit', () => {
    const topology = createTopology({ nodes: 1_000 }, openStream('large', 0, 'topology'));
    const options = { ...BITCOIN_TRANSFERS, shares: [1], interval: 1, blocks: 1e6, jitter: 0, skipIgnored: true };
    expect(() => runNetwork(topology, options, openStream('large', 0, 'blocks'))).toThrowError(
      expect.objectContaining({ code: 'NETWORK_TOO_LARGE' }),
    );
    for (const nodes of [1, 1.5, 1e9]) {
      expect(() => createTopology({ nodes }, openStream('large', 0, 't'))).toThrowError(
        expect.objectContaining({ code: 'TOPOLOGY_INVALID' }),
      );
    }
  });
});
