import { BITCOIN_TRANSFERS, createTopology, runNetwork } from '../network-core/index.ts';
import type { Random } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';

const JITTER = 0.2;

/** Chance that a block has a rival found before all know it: of an equal delay, or as the network core shows it. */
export function measureRivalChance({ network, delaySeconds, blockSeconds }: Scenario, random: Random): number {
  if (network === undefined) return -Math.expm1(-delaySeconds / blockSeconds);
  const { nodes, blocks } = network;
  const shares = Array<number>(nodes).fill(1);
  const topology = createTopology({ nodes }, random);
  const options = { ...BITCOIN_TRANSFERS, shares, interval: blockSeconds, blocks, jitter: JITTER, skipIgnored: true };
  const { height, head } = runNetwork(topology, options, random);
  const onMain = height[head] ?? 0;
  return Math.min(1, (blocks - onMain) / Math.max(1, onMain));
}
