import { Worker } from 'node:worker_threads';
import type { EthashSizes } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { CHUNK_BYTES, createDatasetTask, openTaskBoard } from '../dataset/index.ts';
import { seedHash } from '../epoch.ts';
import { createKernelMemory, kernelModule } from '../kernel/index.ts';
import { sizesAt } from '../sizes.ts';
import { isSmall } from '../small-sizes.ts';
import type { AheadWorkerData, FromAhead } from './ahead-worker.ts';

/** Puts the next epoch's dataset on disk while this one's is mined, so that the change of epochs costs a second. */
export interface AheadBuilder {
  /** Begins unless this epoch was begun before. */
  build(epoch: number): void;
  /** Leaves what is not done to whoever needs it now. */
  stop(): Promise<void>;
}

const WORKER_URL = new URL(`./ahead-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export function createAheadBuilder(options: { readonly sizes: EthashSizes; readonly dir: string; readonly log: Logger }): AheadBuilder {
  const { sizes, dir, log } = options;
  let begun: number | undefined;
  let worker: Worker | undefined;

  const start = (epoch: number): Worker => {
    const kernelSizes = sizesAt(sizes, epoch);
    // One chunk's room: a second dataset in memory may be more than there is.
    const memory = createKernelMemory({ sizes: kernelSizes, threads: 1, hasCache: true, itemBytes: CHUNK_BYTES });
    const part = { kind: 'dataset', epoch, seed: seedHash(epoch), sizes: kernelSizes } as const;
    const task = createDatasetTask(part, memory, { dir, isOnlyForDisk: true });
    const started = new Worker(WORKER_URL, {
      workerData: { module: kernelModule(), task } satisfies AheadWorkerData,
      name: 'ethash-ahead',
    });
    started.unref();
    log.info({ epoch, bytes: kernelSizes.datasetBytes }, `preparing the dataset of epoch ${epoch} ahead`);
    started.on('message', ({ error }: FromAhead) => {
      const known = new MedrecError(error);
      log.warn({ code: known.code, epoch, ...known.facts }, known.message);
    });
    started.on('error', (error) => log.error({ err: error, epoch, code: 'DATASET_AHEAD_FAILED' }, 'preparing the next dataset failed'));
    started.on('exit', () => {
      const { isDone, isNotKept } = openTaskBoard(task).progress();
      if (isDone && !isNotKept) log.info({ epoch }, `the dataset of epoch ${epoch} is on disk`);
    });
    return started;
  };

  return {
    build(epoch) {
      if (begun === epoch || isSmall(sizesAt(sizes, epoch))) return;
      begun = epoch;
      worker = start(epoch);
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
