import { bytesToHex } from '@medrec/shared/bytes';
import type { EthashSizes } from '@medrec/shared/chain';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Clock } from '../chain/index.ts';
import type { DatasetState, FoundSeal, RestartReason, Seal, SearchPool, SearchPoolOptions, SearchThread } from '../ethash/index.ts';
import type { Work } from './types.ts';

export interface LocalSearchOptions {
  readonly sizes: EthashSizes;
  readonly threads: number;
  readonly intensityPercent: number;
  readonly datasetDir?: string;
  readonly clock: Clock;
  readonly log: Logger;
  createPool(options: SearchPoolOptions): SearchPool;
  onFound(work: Work, seal: Seal): void;
  onRestart(slot: number, reason: RestartReason): void;
}

/** This machine's own search of the desk's work: a pool of threads while it is open and may have any. */
export interface LocalSearch {
  open(): void;
  /** Gives threads and dataset back. */
  close(): Promise<void>;
  search(work: Work): void;
  rest(): void;
  setThreads(threads: number): void;
  setIntensity(percent: number): void;
  /** What the threads search for. */
  searched(): Work | undefined;
  /** The code of what keeps the threads from searching, for example `ETHASH_MEMORY`. */
  fault(): string | undefined;
  threadCount(): number;
  intensityPercent(): number;
  threads(): readonly SearchThread[];
  dataset(): DatasetState;
}

/** Jobs whose seals may still be on their way from a thread. */
const JOBS_KEPT = 16;

export function createLocalSearch(options: LocalSearchOptions): LocalSearch {
  const { log } = options;
  const jobs = new Map<number, Work>();
  let { threads, intensityPercent } = options;
  let pool: SearchPool | undefined;
  let isOpen = false;
  let closing: Promise<void> = Promise.resolve();
  let lastJob = 0;
  let searched: Work | undefined;
  let fault: string | undefined;

  const give = (work: Work): void => {
    const job = ++lastJob;
    jobs.set(job, work);
    jobs.delete(job - JOBS_KEPT);
    const { blockNumber, sealHash, difficulty } = work;
    try {
      pool?.search({ job, blockNumber, sealHash, difficulty });
      fault = undefined;
    } catch (error) {
      const known = asMedrecError(error);
      if (known.code !== fault) {
        const end = known.remedy === undefined ? '' : ` ${known.remedy}`;
        log.error({ code: known.code, ...known.toJSON().facts }, `the search threads cannot search: ${known.message}${end}`);
      }
      fault = known.code;
    }
  };

  const onFound = ({ job, nonce, mixHash }: FoundSeal): void => {
    const work = jobs.get(job);
    if (work !== undefined) options.onFound(work, { nonce, mixHash });
    else log.debug({ job }, 'a seal for a job that is over');
  };

  const openPool = (): void => {
    const { sizes, datasetDir, clock, onRestart } = options;
    pool = options.createPool({
      ...{ sizes, threads, intensityPercent, clock, log, onFound, onRestart },
      ...(datasetDir === undefined ? {} : { datasetDir }),
    });
    if (searched !== undefined) give(searched);
  };

  const closePool = (): void => {
    const ending = pool;
    pool = undefined;
    fault = undefined;
    if (ending !== undefined) closing = Promise.all([closing, ending.close()]).then(() => undefined);
    closing.catch((error: unknown) => log.error({ err: asMedrecError(error) }, 'the search threads did not end cleanly'));
  };

  return {
    open() {
      isOpen = true;
      if (threads > 0) openPool();
    },
    async close() {
      isOpen = false;
      searched = undefined;
      closePool();
      await closing;
    },
    search(work) {
      searched = work;
      give(work);
    },
    rest() {
      searched = undefined;
      pool?.rest();
    },
    setThreads(count) {
      if (count > 0) pool?.setThreads(count);
      threads = count;
      // Without threads the dataset, which is most of the machine's memory to some, is of no use.
      if (count === 0) closePool();
      else if (isOpen && pool === undefined) openPool();
    },
    setIntensity(percent) {
      pool?.setIntensity(percent);
      intensityPercent = percent;
    },
    searched: () => searched,
    fault: () => fault,
    threadCount: () => threads,
    intensityPercent: () => intensityPercent,
    threads: () => pool?.threads() ?? [],
    dataset: () => pool?.dataset() ?? { state: 'none' },
  };
}

/** Whether a seal is for the work that the threads search at this moment. */
export function isSameWork(a: Work | undefined, b: Work): boolean {
  return a !== undefined && bytesToHex(a.sealHash) === bytesToHex(b.sealHash);
}
