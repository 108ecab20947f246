import { MAX_WORKERS } from '../limits.ts';
import { createWorker, type Worker } from './worker.ts';

const OVERFLOW_NAME = '(others)';

/** The outside miners by name. Names are foreign, so they are few: who was silent longest makes room for a new one. */
export interface WorkerBook {
  worker(name: string): Worker;
  all(): readonly Worker[];
}

export function createWorkerBook(nowMs: () => number, maxWorkers: number = MAX_WORKERS): WorkerBook {
  const workers = new Map<string, Worker>();

  const makeRoom = (): boolean => {
    if (workers.size < maxWorkers) return true;
    const reports = [...workers.values()].map((worker) => worker.report());
    const idle = reports.filter(({ name, connections }) => connections === 0 && name !== OVERFLOW_NAME);
    const [oldest] = idle.sort((a, b) => a.lastSeenMs - b.lastSeenMs);
    return oldest !== undefined && workers.delete(oldest.name);
  };

  const add = (name: string): Worker => {
    const worker = createWorker(name, nowMs);
    workers.set(name, worker);
    return worker;
  };

  return {
    worker: (name) => workers.get(name) ?? (makeRoom() ? add(name) : (workers.get(OVERFLOW_NAME) ?? add(OVERFLOW_NAME))),
    all: () => [...workers.values()],
  };
}
