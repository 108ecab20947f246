import { Worker } from 'node:worker_threads';
import { type Facts, MedrecError } from '@medrec/shared/errors';
import { type KernelMemory, kernelModule } from '../ethash/index.ts';
import { COUNTERS_BYTES, ITEMS_DONE, NEXT_CHUNK, type Task, type TaskResult } from './tasks.ts';

export interface BenchThreadData {
  readonly memory: KernelMemory;
  readonly slot: number;
  readonly module: WebAssembly.Module;
  readonly counters: SharedArrayBuffer;
}

/** Worker threads over one memory. The caller's thread stays free, so that progress is drawn and Ctrl-C works. */
export interface BenchThreads {
  /** Gives slot 0, 1, … the task that `task` makes for it, all at once. @throws MedrecError `BENCHMARK_THREAD_FAILED` */
  run(slots: number, task: (slot: number) => Task): Promise<TaskResult[]>;
  /** Before threads share out items. */
  resetItems(): void;
  itemsDone(): number;
  close(): Promise<void>;
}

interface Slot {
  readonly worker: Worker;
  waiting: { resolve(result: TaskResult): void; reject(error: MedrecError): void } | undefined;
  failed: MedrecError | undefined;
}

// Sources run as .ts and the build as .js; a URL is not rewritten by the compiler.
const WORKER_URL = new URL(`./benchmark-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export function createBenchThreads(memory: KernelMemory, count: number): BenchThreads {
  const counters = new Int32Array(new SharedArrayBuffer(COUNTERS_BYTES));
  const module = kernelModule();
  const slots = Array.from({ length: count }, (_, slot) => startSlot({ memory, slot, module, counters: counters.buffer }));

  const give = (slot: Slot, task: Task): Promise<TaskResult> =>
    new Promise((resolve, reject) => {
      if (slot.failed) return reject(slot.failed);
      slot.waiting = { resolve, reject };
      slot.worker.postMessage(task);
    });

  return {
    run: (used, task) => Promise.all(slots.slice(0, used).map((slot, index) => give(slot, task(index)))),
    resetItems() {
      Atomics.store(counters, NEXT_CHUNK, 0);
      Atomics.store(counters, ITEMS_DONE, 0);
    },
    itemsDone: () => Atomics.load(counters, ITEMS_DONE),
    async close() {
      await Promise.all(slots.map(({ worker }) => worker.terminate()));
    },
  };
}

function startSlot(data: BenchThreadData): Slot {
  const slot: Slot = {
    worker: new Worker(WORKER_URL, { workerData: data, name: `bench-${data.slot}` }),
    waiting: undefined,
    failed: undefined,
  };
  const fail = (facts: Facts, cause?: unknown): void => {
    slot.failed ??= new MedrecError({
      code: 'BENCHMARK_THREAD_FAILED',
      message: 'A thread of the benchmark ended.',
      facts: { slot: data.slot, ...facts },
      cause,
    });
    slot.waiting?.reject(slot.failed);
    slot.waiting = undefined;
  };
  slot.worker.on('message', (result: TaskResult) => {
    slot.waiting?.resolve(result);
    slot.waiting = undefined;
  });
  slot.worker.on('error', (error) => fail({}, error));
  slot.worker.on('exit', (exitCode) => fail({ exitCode }));
  return slot;
}
