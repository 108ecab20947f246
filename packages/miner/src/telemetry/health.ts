import { z } from 'zod';

export interface HealthReads {
  readonly peers: () => number;
  readonly headNumber: () => bigint;
  readonly bestKnownNumber: () => bigint;
}

export interface Health {
  readonly ready: boolean;
  readonly peers: number;
  readonly blocksBehind: number;
  readonly reasons: readonly string[];
}

const DEFAULT_BLOCKS_BEHIND = 8;

const count = z.coerce.number().int().min(0).max(1_000_000);
const thresholds = z.looseObject({ minPeers: count.optional(), maxBlocksBehind: count.optional() });

/** Ready when it has as many peers as asked for (0 by default) and is not far behind the best of them. @returns undefined for a wrong query */
export function checkReady(reads: HealthReads, query: Readonly<Record<string, string>>): Health | undefined {
  const parsed = thresholds.safeParse(query);
  if (!parsed.success) return undefined;
  const { minPeers = 0, maxBlocksBehind = DEFAULT_BLOCKS_BEHIND } = parsed.data;
  const peers = reads.peers();
  const blocksBehind = Math.max(0, Number(reads.bestKnownNumber() - reads.headNumber()));
  const reasons = [
    ...(peers < minPeers ? [`${peers} peers, fewer than ${minPeers}`] : []),
    ...(blocksBehind > maxBlocksBehind ? [`${blocksBehind} blocks behind, more than ${maxBlocksBehind}`] : []),
  ];
  return { ready: reasons.length === 0, peers, blocksBehind, reasons };
}
