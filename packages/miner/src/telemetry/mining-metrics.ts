import { Counter, Gauge, type Registry } from 'prom-client';
import type { SealerStats } from '../sealing/index.ts';

/** The lab's mining, read when Prometheus asks; a node without a lab's key shows none of it. */
export function registerMiningMetrics(register: Registry, read: () => SealerStats | undefined): void {
  const registers = [register];
  const gauge = (name: string, help: string, value: (stats: SealerStats) => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        const stats = read();
        if (stats !== undefined) this.set(value(stats));
      },
    });
  };
  const counter = (name: string, help: string, value: (stats: SealerStats) => number): void => {
    new Counter({
      ...{ name, help, registers },
      collect() {
        const stats = read();
        this.reset();
        if (stats !== undefined) this.inc(value(stats));
      },
    });
  };
  new Gauge({
    name: 'medrec_hash_rate',
    help: 'Ethash hashes per second over the last minute, by search thread.',
    labelNames: ['thread'],
    registers,
    collect() {
      this.reset(); // threads that were taken away
      for (const { slot, hashesPerSecond } of read()?.threads ?? []) this.set({ thread: slot }, hashesPerSecond.seconds60);
    },
  });
  new Gauge({
    name: 'medrec_own_blocks',
    help: 'Blocks sealed here since the start, by where they stand now: sealed, side, replaced by a heavier branch, refused.',
    labelNames: ['place'],
    registers,
    collect() {
      for (const [place, count] of Object.entries(read()?.blocks ?? {})) this.set({ place }, count);
    },
  });
  counter('medrec_hashes_total', 'Ethash hashes done by the search threads.', ({ hashes }) => hashes);
  counter('medrec_blocks_expected_total', 'Blocks to be expected of the hashes done; sealed blocks over this is luck.', (stats) => {
    return stats.luck.expectedBlocks;
  });
  counter('medrec_search_thread_restarts_total', 'Search threads that stood still or died and were started again.', (stats) => {
    return stats.restarts.count;
  });
  gauge('medrec_dataset_ready', '1 when the dataset that the present work needs is in memory.', ({ dataset }) =>
    Number(dataset.state === 'ready'),
  );
  gauge(
    'medrec_dataset_stalled',
    '1 while a dataset is being prepared and nothing has been done for it for half a minute.',
    ({ dataset }) => Number(dataset.isStalled === true),
  );
  gauge('medrec_round_effort', 'Hashes since the last sealed block over the difficulty they were done at.', ({ luck }) => {
    return luck.effortPercent / 100;
  });
  gauge('medrec_hash_rate_zero', '1 while there has been work and no hash for thirty seconds.', ({ isHashRateZero }) =>
    Number(isHashRateZero),
  );
}
