import type { Clock } from '../../chain/index.ts';
import type { SubmitVerdict } from '../../sealing/index.ts';
import { ANSWER_WITHIN_MS, type RemoteLimits } from '../limits.ts';
import type { RefusedReason, RemoteReason } from '../types.ts';
import type { JobLog } from '../work/job-log.ts';
import { createRateLimit } from '../work/rate-limit.ts';
import type { RemoteSolution, Submissions } from '../work/submissions.ts';
import type { Worker } from '../workers/worker.ts';
import { createConduct } from './conduct.ts';
import { resultLine, type StratumRequest } from './messages.ts';
import { bytesOf, type DecodedSubmission, decodeSubmission } from './submission.ts';
import { refusalLine, verdictLine } from './verdict-answer.ts';

export interface SolutionIntakeParts {
  readonly submissions: Submissions;
  readonly jobs: JobLog;
  readonly limits: RemoteLimits;
  readonly clock: Clock;
  /** A share or a block was taken. */
  onTaken(): void;
}

/** Where one connection's solutions go: limits first, then form, then the work desk. */
export interface SolutionIntake {
  /** The line that answers it. @param extranonce what the nonce must begin with; may be empty */
  submit(worker: Worker, request: StratumRequest, extranonce: string): string | Promise<string>;
  /** Set when wrong solutions outweigh the right ones. */
  ending(): RefusedReason | undefined;
}

export function createSolutionIntake({ submissions, jobs, limits, clock, onTaken }: SolutionIntakeParts): SolutionIntake {
  const conduct = createConduct(limits.wrongWork);
  const limit = createRateLimit(limits.submissionsPerSecond, limits.submissionBurst, clock.nowMs);
  let waiting = 0;

  const turnAway = (worker: Worker, request: StratumRequest, reason: RemoteReason): string => {
    submissions.turnAway(worker, reason);
    conduct.wrong(reason);
    return refusalLine(request, reason);
  };

  const judge = async (worker: Worker, solution: RemoteSolution): Promise<SubmitVerdict> => {
    waiting += 1;
    try {
      const verdict = await submissions.submit(worker, solution);
      conduct.judged(verdict);
      if (verdict.kind === 'share' || verdict.kind === 'block') onTaken();
      return verdict;
    } finally {
      waiting -= 1;
    }
  };

  return {
    ending: () => (conduct.isSpent() ? 'wrong-work' : undefined),
    submit(worker, request, extranonce) {
      if (waiting >= limits.submissionsWaiting || !limit.take()) return turnAway(worker, request, 'flood');
      const decoded = decodeSubmission(request, extranonce);
      if (decoded === undefined) return turnAway(worker, request, 'malformed');
      const solution = solutionOf(decoded, jobs);
      if (solution === undefined) return turnAway(worker, request, 'unknown-work');
      return inTime(clock, request, judge(worker, solution));
    },
  };
}

function solutionOf({ job, nonce, mixHash }: DecodedSubmission, jobs: JobLog): RemoteSolution | undefined {
  const known = 'id' in job ? jobs.byId(job.id) : jobs.bySealHash(job.sealHash);
  if (known !== undefined) {
    const { work, shareTarget, shareHashes } = known;
    return { sealHash: work.sealHash, nonce, mixHash, shareTarget, hashes: shareHashes };
  }
  // Found before the connection was lost and made anew: the desk knows its work, and takes it if it seals a block.
  return 'sealHash' in job ? { sealHash: bytesOf(job.sealHash), nonce, mixHash, hashes: 0 } : undefined;
}

/** A verdict that takes longer than miners wait for is counted when it comes; the miner is told meanwhile that its work was taken. */
async function inTime(clock: Clock, request: StratumRequest, verdict: Promise<SubmitVerdict>): Promise<string> {
  const late = Promise.withResolvers<undefined>();
  const cancel = clock.after(ANSWER_WITHIN_MS, () => late.resolve(undefined));
  const known = await Promise.race([verdict, late.promise]);
  cancel();
  return known ? verdictLine(request, known) : resultLine(request, true);
}
