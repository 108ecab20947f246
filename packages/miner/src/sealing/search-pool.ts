import { systemClock } from '../chain/index.ts';
import type { DatasetState, PoolJob, SearchPool, SearchPoolOptions, SearchThread } from '../ethash/index.ts';
import { createSearchWorkers, type SearchWorkers } from './search-workers.ts';

/** The plain search workers in the shape of a search pool. */
export function createSearchPool(options: SearchPoolOptions): SearchPool {
  const { sizes, log } = options;
  const clock = options.clock ?? systemClock;
  const hashes = new Map<number, number>();
  let { threads, intensityPercent } = options;
  let current: PoolJob | undefined;
  const open = (): SearchWorkers =>
    createSearchWorkers({
      ...{ threads, intensityPercent, sizes, clock, log },
      onMessage(message, slot) {
        if (message.kind === 'hashed') hashes.set(slot, (hashes.get(slot) ?? 0) + message.hashes);
        else options.onFound(message);
      },
      onRestart: (slot) => options.onRestart(slot, 'ended'),
    });
  let workers = open();
  const reopen = (): void => {
    void workers.close();
    workers = open();
    if (current !== undefined) workers.search(current);
  };
  return {
    search(job) {
      current = job;
      workers.search(job);
    },
    rest() {
      current = undefined;
      workers.rest();
    },
    setThreads(count) {
      threads = count;
      reopen();
    },
    setIntensity(percent) {
      intensityPercent = percent;
      reopen();
    },
    threads: (): SearchThread[] =>
      Array.from({ length: threads }, (_, slot) => ({
        slot,
        hashes: hashes.get(slot) ?? 0,
        state: current === undefined ? ('resting' as const) : ('searching' as const),
      })),
    dataset: (): DatasetState => ({ state: 'ready' }),
    close: () => workers.close(),
  };
}
