import { randomInt } from 'node:crypto';
import { equalBytes } from '@medrec/shared/bytes';
import type { Clock } from '../../chain/index.ts';
import type { Work, WorkDesk } from '../../sealing/index.ts';
import { MAX_WAITING_CALLS, REFRESH_INTERVAL_MS } from '../limits.ts';
import type { Job } from '../types.ts';

const JOB_IDS = 2 ** 32;

/** The desk's work as numbered jobs: a new head at once, a fresher template of the same head only every few seconds. */
export interface WorkFeed {
  /** Undefined while nothing is sealed. */
  current(): Job | undefined;
  /** The present job, or the first that comes within the time; not later than now when too many wait already. */
  within(ms: number): Promise<Job | undefined>;
  /** Returns the function that ends the subscription. */
  onJob(listener: (job: Job) => void): () => void;
  close(): void;
}

/** @param onEpoch told of the first work of each epoch, by its seed */
export function createWorkFeed(desk: WorkDesk, clock: Clock, onEpoch: (work: Work) => void = () => undefined): WorkFeed {
  const listeners = new Set<(job: Job) => void>();
  let lastId = randomInt(JOB_IDS);
  let job: Job | undefined;
  let toldMs = Number.NEGATIVE_INFINITY;
  let cancelLater: (() => void) | undefined;
  let waiting = 0;

  const jobOf = (work: Work): Job => {
    if (job !== undefined && equalBytes(job.work.sealHash, work.sealHash)) return job;
    if (job === undefined || !equalBytes(job.work.seedHash, work.seedHash)) onEpoch(work);
    lastId = (lastId + 1) % JOB_IDS;
    job = { id: lastId.toString(16).padStart(8, '0'), work };
    return job;
  };
  const tell = (work: Work): void => {
    cancelLater?.();
    cancelLater = undefined;
    toldMs = clock.nowMs();
    const told = jobOf(work);
    for (const listener of listeners) listener(told);
  };
  const tellLatest = (): void => {
    cancelLater = undefined;
    const work = desk.current();
    if (work !== undefined) tell(work);
  };
  const end = desk.onWork((work) => {
    const waitMs = toldMs + REFRESH_INTERVAL_MS - clock.nowMs();
    if (work.isNewHead || waitMs <= 0) tell(work);
    else cancelLater ??= clock.after(waitMs, tellLatest);
  });

  const current = (): Job | undefined => {
    const work = desk.current();
    return work && jobOf(work);
  };
  return {
    current,
    within: (ms) => {
      const present = current();
      if (present !== undefined || waiting >= MAX_WAITING_CALLS) return Promise.resolve(present);
      waiting++;
      const first = Promise.withResolvers<Job | undefined>();
      const cancel = clock.after(ms, () => first.resolve(undefined));
      const endWaiting = desk.onWork((work) => first.resolve(jobOf(work)));
      return first.promise.finally(() => {
        waiting--;
        cancel();
        endWaiting();
      });
    },
    onJob(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      end();
      cancelLater?.();
      listeners.clear();
    },
  };
}
