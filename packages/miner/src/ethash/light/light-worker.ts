import { parentPort, workerData } from 'node:worker_threads';
import { MedrecError } from '@medrec/shared/errors';
import { seedHash } from '../epoch.ts';
import { createKernelMemory, type EthashKernel, openKernel } from '../kernel/index.ts';
import type { LightAnswer, LightBatch, LightWorkerData } from './messages.ts';

/** The head's epoch, the one before it for late ommers, and the next. */
const EPOCHS_KEPT = 3;

// The entry of the verifying thread: one batch in, one answer out. Caches are made at their epoch's first use and kept.
const { module } = workerData as LightWorkerData;
const kernels = new Map<number, EthashKernel>();

function kernelFor({ epoch, sizes }: LightBatch): EthashKernel {
  const known = kernels.get(epoch);
  if (known !== undefined) {
    kernels.delete(epoch);
    kernels.set(epoch, known);
    return known;
  }
  const [oldest] = kernels.keys();
  if (kernels.size >= EPOCHS_KEPT && oldest !== undefined) kernels.delete(oldest);
  const kernel = openKernel(createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: 0 }), 0, module);
  kernel.fillCache(seedHash(epoch));
  kernels.set(epoch, kernel);
  return kernel;
}

function answer(batch: LightBatch): LightAnswer {
  try {
    return { hashes: kernelFor(batch).hashLight(batch.inputs) };
  } catch (thrown) {
    if (!(thrown instanceof MedrecError)) throw thrown;
    const { code, message, facts, remedy } = thrown;
    return { error: { code, message, facts, ...(remedy === undefined ? {} : { remedy }) } };
  }
}

parentPort?.on('message', (batch: LightBatch) => parentPort?.postMessage(answer(batch)));
