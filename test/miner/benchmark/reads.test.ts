import { createKernelMemory, type EthashKernel, openKernel } from '@medrec/miner/ethash';
import { expect, it } from 'vitest';
import { runTask } from '../../../packages/miner/src/benchmark/tasks.ts';

// What would be lost: the worth of the ratio. Reads that are made and not counted make the memory's limit look lower than it is, and the
// search better.

it('asks the kernel for as many reads as it makes, and counts those', () => {
  const sizes = { cacheBytes: 16 * 1024, datasetBytes: 512 * 1024 };
  const kernel = openKernel(createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes }), 0);
  const asked: number[] = [];
  const counting: EthashKernel = {
    ...kernel,
    randomReads(count, seed) {
      asked.push(count);
      return kernel.randomReads(count, seed);
    },
  };
  const { done } = runTask(counting, { kind: 'reads', seed: 1, seconds: 0.01 }, new Int32Array(new SharedArrayBuffer(8)));
  expect(done).toBe(asked.reduce((sum, count) => sum + count, 0));
  // assembly/random-reads.ts: bursts of 512 pages within slices of 4096; what is no multiple is rounded up.
  for (const count of asked) expect(count % 4096).toBe(0);
});
