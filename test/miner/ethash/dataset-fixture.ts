import { createHash } from 'node:crypto';
import { createKernelMemory, type KernelMemory, openKernel, seedHash } from '@medrec/miner/ethash';
import type { MedrecError } from '@medrec/shared/errors';
import {
  createDatasetTask,
  type DatasetTask,
  type DiskFiles,
  diskFiles,
  openPreparation,
  openTaskBoard,
  type TaskProgress,
} from '../../../packages/miner/src/ethash/dataset/index.ts';

/** Three chunks, the last of them not whole; prime numbers of rows and of pages. */
export const SIZES = { cacheBytes: 16_064, datasetBytes: 128 * 18_433 };

export interface Prepared {
  readonly content: string;
  readonly progress: TaskProgress;
  /** Of each report that the files could not be kept. */
  readonly refusals: readonly MedrecError[];
  readonly memory: KernelMemory;
}

export function taskFor(dir: string | undefined, epoch = 0, threads = 1): DatasetTask {
  const memory = createKernelMemory({ sizes: SIZES, threads, hasCache: true, itemBytes: SIZES.datasetBytes });
  return createDatasetTask({ kind: 'dataset', epoch, seed: seedHash(epoch), sizes: SIZES }, memory, dir === undefined ? {} : { dir });
}

/** One thread's whole preparation, on the calling thread. */
export function prepare(dir: string | undefined, files: DiskFiles = diskFiles, epoch = 0): Prepared {
  const task = taskFor(dir, epoch);
  const refusals: MedrecError[] = [];
  const kernel = openKernel(task.memory, 0);
  const preparation = openPreparation(task, { kernel, slot: 0, files, onNotKept: (error) => refusals.push(error) });
  while (preparation.step() !== 'done');
  preparation.close();
  return { refusals, memory: task.memory, progress: openTaskBoard(task).progress(), content: contentOf(task) };
}

/** SHA-256 of the whole dataset in memory. */
export function contentOf({ memory }: DatasetTask): string {
  return createHash('sha256')
    .update(new Uint8Array(memory.memory.buffer, memory.itemsAt, SIZES.datasetBytes))
    .digest('hex');
}
