import { parentPort, workerData } from 'node:worker_threads';
import type { SearchWorkerData, ToThread } from './messages.ts';
import { createThreadLoop } from './thread-loop.ts';

// The entry of a search thread: one loop, driven by messages; it ends when it is told to leave.
const loop = createThreadLoop(workerData as SearchWorkerData, (message) => parentPort?.postMessage(message));
parentPort?.on('message', (message: ToThread) => loop.take(message));
await loop.run();
parentPort?.close();
