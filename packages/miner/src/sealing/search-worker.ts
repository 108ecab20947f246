import { parentPort, workerData } from 'node:worker_threads';
import { createEthash } from '../consensus/index.ts';
import type { FromWorker, SearchWorkerData, ToWorker } from './messages.ts';
import { createSearchLoop } from './search-loop.ts';

// The entry of a worker thread: one search loop, driven by messages.
const { sizes, intensityPercent } = workerData as SearchWorkerData;
const loop = createSearchLoop(createEthash(sizes), intensityPercent, (message: FromWorker) => parentPort?.postMessage(message));
parentPort?.on('message', (message: ToWorker) => loop.take(message));
