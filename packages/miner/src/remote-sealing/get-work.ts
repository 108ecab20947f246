import { MedrecError } from '@medrec/shared/errors';
import type { Clock } from '../chain/index.ts';
import type { TokenCheck } from './access/token.ts';
import { type RemoteLimits, WORK_WAIT_MS } from './limits.ts';
import type { RemoteCaller, WorkPackage } from './types.ts';
import { createJobLog } from './work/job-log.ts';
import { createRateLimit } from './work/rate-limit.ts';
import { hashesOf } from './work/share-difficulty.ts';
import type { Submissions } from './work/submissions.ts';
import type { WorkFeed } from './work/work-feed.ts';
import { packageOf } from './work/work-package.ts';
import type { Worker } from './workers/worker.ts';
import type { WorkerBook } from './workers/worker-book.ts';
import { cleanName } from './workers/worker-name.ts';

export interface GetWorkParts {
  readonly feed: WorkFeed;
  readonly submissions: Submissions;
  readonly book: WorkerBook;
  readonly isToken: TokenCheck;
  readonly limits: RemoteLimits;
  readonly clock: Clock;
}

/** The oldest way to mine: work and solutions as calls, without a connection between them, without shares. */
export interface GetWork {
  /** @throws MedrecError `REMOTE_TOKEN`, or `NO_WORK` when none comes within a moment */
  getWork(caller: RemoteCaller): Promise<WorkPackage>;
  /** True for what sealed a block. @throws MedrecError `REMOTE_TOKEN` */
  submitWork(caller: RemoteCaller, nonce: Uint8Array, sealHash: Uint8Array, mixHash: Uint8Array): Promise<boolean>;
  /** @throws MedrecError `REMOTE_TOKEN` */
  submitHashrate(caller: RemoteCaller, hashesPerSecond: number, id: string): void;
}

const UNNAMED = 'getwork';

export function createGetWork({ feed, submissions, book, isToken, limits, clock }: GetWorkParts): GetWork {
  const jobs = createJobLog();
  // Callers without a connection share one limit: the RPC tells them apart by nothing that they could not forge.
  const limit = createRateLimit(limits.submissionsPerSecond, limits.submissionBurst, clock.nowMs);

  const workerOf = ({ path, user, secret }: RemoteCaller): Worker => {
    if (!isToken(secret === undefined ? path : [secret, ...path])) {
      throw new MedrecError({
        code: 'REMOTE_TOKEN',
        message: 'Outside miners need the token here.',
        remedy: 'Give it as bearer token, as password, or in the URL’s path: http://host:port/TOKEN/worker.',
      });
    }
    const name = path.find((segment) => !isTokenLike(segment)) ?? user ?? UNNAMED;
    const worker = book.worker(cleanName(name));
    worker.seen('getwork');
    return worker;
  };
  const isTokenLike = (segment: string): boolean => isToken([segment]) && !isToken([]);

  return {
    async getWork(caller) {
      workerOf(caller);
      const job = await feed.within(WORK_WAIT_MS);
      if (job === undefined) throw new MedrecError({ code: 'NO_WORK', message: 'There is no mining work yet; medrec_status says why.' });
      jobs.add({ ...job, shareHashes: hashesOf(job.work), shareTarget: job.work.target });
      return packageOf(job.work);
    },
    async submitWork(caller, nonce, sealHash, mixHash) {
      const worker = workerOf(caller);
      if (!limit.take()) {
        submissions.turnAway(worker, 'flood');
        return false;
      }
      const hashes = jobs.bySealHash(Buffer.from(sealHash).toString('hex'))?.shareHashes ?? 0;
      const verdict = await submissions.submit(worker, { sealHash, nonce, mixHash, hashes });
      return verdict.kind === 'block' || verdict.kind === 'share';
    },
    submitHashrate(caller, hashesPerSecond, id) {
      workerOf(caller).reportRate(id, hashesPerSecond);
    },
  };
}
