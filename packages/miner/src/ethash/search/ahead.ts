import { Worker } from 'node:worker_threads';
import type { EthashSizes } from '@medrec/shared/chain';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { CHUNK_BYTES, createDatasetTask, openTaskBoard } from '../dataset/index.ts';
import { seedHash } from '../epoch.ts';
import { type createKernelMemory, fitsKernel, kernelModule } from '../kernel/index.ts';
import { sizesAt } from '../sizes.ts';
import { isSmall } from '../small-sizes.ts';
import type { AheadWorkerData, FromAhead } from './ahead-worker.ts';

/** Puts the next epoch's dataset on disk while this one's is mined, so that the change of epochs costs a second. */
export interface AheadBuilder {
  /** Begins unless this epoch was begun before; what fails is logged (`DATASET_AHEAD_FAILED`) and tried again later. Never throws. */
  build(epoch: number): void;
  /** Leaves what is not done to whoever needs it now. */
  stop(): Promise<void>;
}

export interface AheadOptions {
  readonly sizes: EthashSizes;
  readonly dir: string;
  readonly log: Logger;
  /** Threads that will mine it: what does not fit a kernel with them is not worth building. */
  readonly slots: number;
  readonly nowMs: () => number;
  readonly createMemory: typeof createKernelMemory;
}

const WORKER_URL = new URL(`./ahead-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
/** Hours are left for it, and it is asked for with every block. */
const RETRY_MS = 10 * 60_000;

export function createAheadBuilder(options: AheadOptions): AheadBuilder {
  const { sizes, dir, log, slots, nowMs, createMemory } = options;
  let begun: number | undefined;
  let retryAtMs = 0;
  let worker: Worker | undefined;

  const failed = (epoch: number, thrown: unknown): void => {
    const known = asMedrecError(thrown);
    const facts = { err: known, code: 'DATASET_AHEAD_FAILED', reason: known.code, epoch };
    log.warn(facts, `could not prepare the dataset of epoch ${epoch} ahead: ${known.message}`);
    begun = undefined;
    retryAtMs = nowMs() + RETRY_MS;
  };

  const start = (epoch: number): Worker => {
    const kernelSizes = sizesAt(sizes, epoch);
    // One chunk's room: a second dataset in memory may be more than there is.
    const memory = createMemory({ sizes: kernelSizes, threads: 1, hasCache: true, itemBytes: CHUNK_BYTES });
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
    started.on('error', (error) => failed(epoch, error));
    started.on('exit', () => {
      const { isDone, isNotKept } = openTaskBoard(task).progress();
      if (isDone && !isNotKept) log.info({ epoch }, `the dataset of epoch ${epoch} is on disk`);
    });
    return started;
  };

  const canBeMined = (epoch: number): boolean => {
    const kernelSizes = sizesAt(sizes, epoch);
    return fitsKernel({ sizes: kernelSizes, threads: slots, hasCache: true, itemBytes: kernelSizes.datasetBytes });
  };

  return {
    build(epoch) {
      if (begun === epoch || nowMs() < retryAtMs || isSmall(sizesAt(sizes, epoch))) return;
      begun = epoch;
      if (!canBeMined(epoch)) {
        log.warn({ code: 'ETHASH_MEMORY', epoch }, `epoch ${epoch} cannot be mined by this node: its dataset does not fit 4 GiB`);
        return;
      }
      try {
        worker = start(epoch);
      } catch (thrown) {
        failed(epoch, thrown);
      }
    },
    async stop() {
      await worker?.terminate();
      worker = undefined;
      begun = undefined;
    },
  };
}
