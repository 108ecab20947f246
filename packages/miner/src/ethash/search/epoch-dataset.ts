import type { EthashSizes } from '@medrec/shared/chain';
import { createDatasetTask, type DatasetTask, openTaskBoard, type TaskBoard } from '../dataset/index.ts';
import { seedHash } from '../epoch.ts';
import type { createKernelMemory } from '../kernel/index.ts';
import { sizesAt } from '../sizes.ts';
import { isSmall } from '../small-sizes.ts';
import { createProgressMeter, type ProgressMeter } from './progress.ts';
import { createStallWatch, type StallChange } from './stall-watch.ts';
import type { DatasetState } from './types.ts';

/** One epoch's dataset, from the moment its memory is taken. */
export interface EpochDataset {
  readonly epoch: number;
  readonly task: DatasetTask;
  readonly board: TaskBoard;
  readonly stop: Int32Array;
  isReady(): boolean;
  markReady(): void;
  /** Once a second while threads are there to prepare it. */
  look(): StallChange | undefined;
  state(): DatasetState;
}

export interface EpochDatasetOptions {
  readonly sizes: EthashSizes;
  readonly epoch: number;
  /** Threads that the memory has scratch areas for. */
  readonly slots: number;
  readonly dir: string;
  readonly nowMs: () => number;
  readonly createMemory: typeof createKernelMemory;
}

/** Takes the memory; the threads do the rest. @throws MedrecError `ETHASH_MEMORY` */
export function openEpochDataset({ sizes, epoch, slots, dir, nowMs, createMemory }: EpochDatasetOptions): EpochDataset {
  const kernelSizes = sizesAt(sizes, epoch);
  const isKept = !isSmall(kernelSizes);
  const memory = createMemory({ sizes: kernelSizes, threads: slots, hasCache: true, itemBytes: kernelSizes.datasetBytes });
  const part = { kind: 'dataset', epoch, seed: seedHash(epoch), sizes: kernelSizes } as const;
  const task = createDatasetTask(part, memory, isKept ? { dir } : {});
  const board = openTaskBoard(task);
  const meter: ProgressMeter = createProgressMeter(nowMs);
  const stall = createStallWatch();
  meter.look(board.progress());
  let isReady = false;
  return {
    ...{ epoch, task, board },
    stop: new Int32Array(memory.memory.buffer, memory.stopAt, 1),
    isReady: () => isReady,
    markReady() {
      isReady = true;
    },
    look() {
      meter.look(board.progress());
      return stall.look(board.steps());
    },
    state() {
      const progress = board.progress();
      const { bytes, doneBytes, readBytes } = progress;
      const secondsLeft = isReady ? undefined : meter.secondsLeft(progress);
      return {
        state: isReady ? 'ready' : 'preparing',
        ...{ epoch, bytes, doneBytes, readBytes },
        ...(secondsLeft === undefined ? {} : { secondsLeft }),
        ...(isReady ? {} : { isStalled: stall.isStalled() }),
        ...(isKept ? { keptOnDisk: !progress.isNotKept } : {}),
      };
    },
  };
}
