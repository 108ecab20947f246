import { parentPort, workerData } from 'node:worker_threads';
import { openKernel } from '../ethash/index.ts';
import { runTask, type Task } from './tasks.ts';
import type { BenchThreadData } from './threads.ts';

// The entry of a worker thread: a kernel on its own slot of the memory that all threads share, one answer for each task.
const { memory, slot, module, counters } = workerData as BenchThreadData;
const kernel = openKernel(memory, slot, module);
const shared = new Int32Array(counters);
parentPort?.on('message', (task: Task) => parentPort?.postMessage(runTask(kernel, task, shared)));
