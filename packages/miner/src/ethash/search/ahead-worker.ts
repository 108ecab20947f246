import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { MedrecErrorInit } from '@medrec/shared/errors';
import { type DatasetTask, openPreparation, openTaskBoard } from '../dataset/index.ts';
import { openKernel } from '../kernel/index.ts';
import { errorInit } from './messages.ts';

export interface AheadWorkerData {
  readonly module: WebAssembly.Module;
  readonly task: DatasetTask;
}

export interface FromAhead {
  readonly error: MedrecErrorInit;
}

/** Rest for each unit of work: there are hours for it, and the search goes on meanwhile. */
const REST_PER_WORK = 3;

// The entry of the thread that passes the next epoch's dataset through one chunk's room onto the disk, and then ends.
const { module, task } = workerData as AheadWorkerData;
const board = openTaskBoard(task);
const preparation = openPreparation(task, {
  kernel: openKernel(task.memory, 0, module),
  slot: 0,
  onNotKept: (error) => parentPort?.postMessage({ error: errorInit(error) } satisfies FromAhead),
});
for (;;) {
  const startedMs = performance.now();
  // What cannot be kept need not be computed.
  if (preparation.step() === 'done' || board.isNotKept()) break;
  await setTimeout((performance.now() - startedMs) * REST_PER_WORK);
}
preparation.close();
