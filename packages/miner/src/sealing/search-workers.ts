import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../chain/index.ts';
import type { FromWorker, SearchJob, SearchWorkerData, ToWorker } from './messages.ts';

export interface SearchWorkersOptions extends SearchWorkerData {
  readonly threads: number;
  readonly clock: Clock;
  readonly log: Logger;
  onMessage(message: FromWorker, slot: number): void;
  onRestart(slot: number): void;
}

/** Worker threads that search one job together; a thread that dies is started again. */
export interface SearchWorkers {
  /** Takes the place of the last job, at once. Each thread gets its own random start. */
  search(job: Omit<SearchJob, 'startNonce'>): void;
  rest(): void;
  close(): Promise<void>;
}

// Sources run as .ts and the build as .js; a URL is not rewritten by the compiler.
const WORKER_URL = new URL(`./search-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
const RESTART_DELAY_MS = 1000;

export function createSearchWorkers(options: SearchWorkersOptions): SearchWorkers {
  const { threads, sizes, intensityPercent, clock, log } = options;
  const workers = new Map<number, Worker>();
  const restarts = new Set<() => void>();
  let current: Omit<SearchJob, 'startNonce'> | undefined;
  let isClosed = false;

  const give = (worker: Worker): void => {
    const job: ToWorker = current && { ...current, startNonce: randomBytes(8).readBigUInt64BE() };
    worker.postMessage(job);
  };

  const start = (slot: number): void => {
    const worker = new Worker(WORKER_URL, { workerData: { sizes, intensityPercent } satisfies SearchWorkerData, name: `seal-${slot}` });
    workers.set(slot, worker);
    worker.on('message', (message: FromWorker) => options.onMessage(message, slot));
    worker.on('error', (error) => log.error({ err: error, slot }, 'a search thread failed'));
    worker.on('exit', (exitCode) => {
      if (isClosed) return;
      log.warn({ slot, exitCode }, 'a search thread ended; starting it again');
      options.onRestart(slot);
      const cancel = clock.after(RESTART_DELAY_MS, () => {
        restarts.delete(cancel);
        start(slot);
      });
      restarts.add(cancel);
    });
    give(worker);
  };
  for (let slot = 0; slot < threads; slot++) start(slot);

  return {
    search(job) {
      current = job;
      for (const worker of workers.values()) give(worker);
    },
    rest() {
      current = undefined;
      for (const worker of workers.values()) give(worker);
    },
    async close() {
      isClosed = true;
      for (const cancel of restarts) cancel();
      await Promise.all([...workers.values()].map((worker) => worker.terminate()));
    },
  };
}
