import { MAX_JOBS_PER_CONNECTION } from '../limits.ts';
import type { HandedJob } from '../types.ts';

/** The jobs one connection was given, newest last, with the share target of each. */
export interface JobLog {
  add(job: HandedJob): void;
  byId(id: string): HandedJob | undefined;
  /** 64 hexadecimal digits. */
  bySealHash(digits: string): HandedJob | undefined;
  newest(): HandedJob | undefined;
}

export function createJobLog(): JobLog {
  const jobs = new Map<string, HandedJob>();
  let newest: HandedJob | undefined;
  return {
    add(job) {
      newest = job;
      jobs.delete(job.id);
      jobs.set(job.id, job);
      const [oldest] = jobs.keys();
      if (jobs.size > MAX_JOBS_PER_CONNECTION && oldest !== undefined) jobs.delete(oldest);
    },
    byId: (id) => jobs.get(id),
    bySealHash: (digits) => [...jobs.values()].findLast(({ work }) => Buffer.from(work.sealHash).toString('hex') === digits),
    newest: () => newest,
  };
}
