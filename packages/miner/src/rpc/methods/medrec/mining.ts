import type { HashRates, SealerTemplate } from '../../../sealing/index.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/**
 * All about the lab's mining: rates by thread (hashes per second), luck, rounds, blocks, dataset, restarts. Null on a node
 * without a lab's key; a field is null where there is nothing to say yet.
 */
export const medrecMining = defineMethod('medrec_mining', none, ({ sealer, remote }) => {
  if (sealer === undefined) return null;
  const stats = sealer.stats();
  const { template, luck, dataset, restarts } = stats;
  return {
    address: sealer.coinbase,
    mining: sealer.isMining(),
    reason: sealer.idleReason() ?? null,
    state: stats.state,
    code: stats.reason ?? null,
    threads: stats.threadCount,
    intensityPercent: stats.intensityPercent,
    hashRate: rates(stats.hashesPerSecond),
    byThread: stats.threads.map(({ slot, state, hashes, hashesPerSecond }) => ({ slot, state, hashes, hashRate: rates(hashesPerSecond) })),
    hashes: stats.hashes,
    hashRateZero: stats.isHashRateZero,
    expectedBlockSeconds: stats.expectedBlockSeconds ?? null,
    template: template === undefined ? null : describe(template),
    blocks: stats.blocks,
    remote: remote === undefined ? null : { workers: remote.activeWorkers(), hashRate: remote.hashRate() },
    luck: {
      effortPercent: luck.effortPercent,
      lifePercent: luck.lifePercent ?? null,
      recentPercent: luck.recentPercent ?? null,
      recentBlocks: luck.recentBlocks,
      expectedBlocks: luck.expectedBlocks,
    },
    dataset: {
      state: dataset.state,
      epoch: dataset.epoch ?? null,
      bytes: dataset.bytes ?? null,
      doneBytes: dataset.doneBytes ?? null,
      readBytes: dataset.readBytes ?? null,
      secondsLeft: dataset.secondsLeft ?? null,
      keptOnDisk: dataset.keptOnDisk ?? null,
    },
    restarts: {
      count: restarts.count,
      lastReason: restarts.lastReason ?? null,
      lastThread: restarts.lastSlot ?? null,
      lastAtMs: restarts.lastAtMs ?? null,
    },
  };
});

function describe({ number, parent, difficulty, transactions }: SealerTemplate): Record<string, string | number> {
  return { number: quantity(number), parent, difficulty: quantity(difficulty), transactions };
}

function rates({ seconds10, seconds60, minutes15, max }: HashRates): Record<string, number> {
  return { seconds10, seconds60, minutes15, max };
}
