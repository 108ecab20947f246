import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Ethash } from '../consensus/index.ts';
import type { FromWorker, SearchJob, ToWorker } from './messages.ts';

// A batch is as long as a message may have to wait: a new head stops the search within it.
const BATCH_TARGET_MS = 10;
const MAX_BATCH = 1 << 20;
const REPORT_INTERVAL_MS = 500;
const NONCES = 2n ** 64n;

export interface SearchLoop {
  /** Takes the place of what is being searched. */
  take(job: ToWorker): void;
}

/** Searches batch by batch and rests between them, so that intensity p % leaves the rest of a core to others. */
export function createSearchLoop(
  ethash: Pick<Ethash, 'search'>,
  intensityPercent: number,
  send: (message: FromWorker) => void,
): SearchLoop {
  const restPerWork = (100 - intensityPercent) / intensityPercent;
  let current: SearchJob | undefined;
  let isRunning = false;
  let batch = 1;
  let unreported = 0;
  let reportedMs = performance.now();

  const report = (): void => {
    if (unreported === 0) return;
    send({ kind: 'hashed', hashes: unreported });
    unreported = 0;
    reportedMs = performance.now();
  };

  const searchBatch = (job: SearchJob, startNonce: bigint): number => {
    const startedMs = performance.now();
    const seal = ethash.search({ ...job, startNonce, count: batch });
    const elapsedMs = performance.now() - startedMs;
    // A batch that finds a seal stops early; its length is unknown, half is the mean.
    unreported += seal === undefined ? batch : Math.ceil(batch / 2);
    if (seal !== undefined) {
      current = undefined;
      report();
      send({ kind: 'found', job: job.job, ...seal });
    } else if (elapsedMs < BATCH_TARGET_MS / 2) batch = Math.min(MAX_BATCH, batch * 2);
    else if (elapsedMs > BATCH_TARGET_MS * 2) batch = Math.max(1, batch >> 1);
    if (performance.now() - reportedMs >= REPORT_INTERVAL_MS) report();
    return elapsedMs;
  };

  const run = async (): Promise<void> => {
    let searched: SearchJob | undefined;
    let nonce = 0n;
    while (current !== undefined) {
      if (searched !== current) nonce = current.startNonce;
      searched = current;
      const count = BigInt(batch);
      const elapsedMs = searchBatch(current, nonce);
      nonce = (nonce + count) % NONCES;
      if (restPerWork > 0) await setTimeout(elapsedMs * restPerWork);
      else await setImmediate();
    }
    report();
    isRunning = false;
  };

  return {
    take(job) {
      current = job;
      if (isRunning || job === undefined) return;
      isRunning = true;
      void run();
    },
  };
}
