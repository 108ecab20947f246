import { randomBytes } from 'node:crypto';
import type { Clock } from '../../chain/index.ts';
import type { SubmitVerdict } from '../../sealing/index.ts';
import type { TokenCheck } from '../access/token.ts';
import { ANSWER_WITHIN_MS, type RemoteLimits, WORK_WAIT_MS } from '../limits.ts';
import type { HandedJob, Job, RefusedReason, RemoteReason } from '../types.ts';
import { createJobLog } from '../work/job-log.ts';
import { createRateLimit } from '../work/rate-limit.ts';
import { withShareTarget } from '../work/share-difficulty.ts';
import type { RemoteSolution, Submissions } from '../work/submissions.ts';
import { createVardiff } from '../work/vardiff.ts';
import type { WorkFeed } from '../work/work-feed.ts';
import { packageOf } from '../work/work-package.ts';
import { parseRate } from '../workers/parse-rate.ts';
import type { Worker } from '../workers/worker.ts';
import type { WorkerBook } from '../workers/worker-book.ts';
import { createConduct } from './conduct.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Extranonces } from './extranonces.ts';
import { loginDialect, subscribedDialect, workerOf } from './login.ts';
import { errorLine, resultLine, STRATUM_CODE, type StratumRequest } from './messages.ts';
import { bytesOf, decodeSubmission } from './submission.ts';
import { refusalLine, verdictLine } from './verdict-answer.ts';

export interface SessionParts {
  readonly feed: WorkFeed;
  readonly submissions: Submissions;
  readonly book: WorkerBook;
  readonly extranonces: Extranonces;
  readonly isToken: TokenCheck;
  readonly firstShareHashes: number;
  readonly limits: RemoteLimits;
  readonly clock: Clock;
}

/** One miner's conversation, whatever its dialect; it knows nothing of sockets. */
export interface Session {
  /** The lines of the answer. A solution's verdict takes as long as its verification. */
  answer(request: StratumRequest): string | Promise<string>;
  /** The lines that hand out a job; empty before the login, and for a job that the miner has. */
  handOut(job: Job): string;
  /** Whose login was taken. */
  worker(): Worker | undefined;
  /** Why the connection must end, if it must. */
  ending(): RefusedReason | undefined;
  close(): void;
}

export function createSession(parts: SessionParts): Session {
  const { feed, submissions, book, extranonces, limits, clock } = parts;
  const jobs = createJobLog();
  const conduct = createConduct(limits.wrongWork);
  const vardiff = createVardiff(parts.firstShareHashes, clock.nowMs);
  const submissionLimit = createRateLimit(limits.submissionsPerSecond, limits.submissionBurst, clock.nowMs);
  let subscribed: Dialect | undefined;
  let spoken: Dialect | undefined;
  let worker: Worker | undefined;
  let extranonce: string | undefined;
  let waiting = 0;
  let isUnauthorised = false;

  const handed = (job: Job): HandedJob => {
    const known = jobs.byId(job.id);
    const given = known ?? withShareTarget(job, vardiff.next(Number(job.work.difficulty)));
    jobs.add(given);
    return given;
  };

  const handOut = (job: Job): string => {
    const previous = jobs.newest();
    if (spoken === undefined || previous?.id === job.id) return '';
    return spoken.handOut(handed(job), previous);
  };

  const subscribe = (request: StratumRequest): string => {
    subscribed = subscribedDialect(request);
    if (subscribed === undefined) return errorLine(request, STRATUM_CODE.other, 'Only EthereumStratum/1.0.0 is spoken here');
    if (!subscribed.hasExtranonce) return resultLine(request, true);
    extranonce ??= extranonces.take();
    return resultLine(request, [['mining.notify', randomBytes(16).toString('hex'), 'EthereumStratum/1.0.0'], extranonce]);
  };

  const login = (request: StratumRequest): string => {
    const name = workerOf(request, parts.isToken);
    isUnauthorised = name === undefined;
    if (name === undefined) return errorLine(request, STRATUM_CODE.unauthorised, 'Unauthorized worker: the password must be the token');
    spoken = loginDialect(request, subscribed);
    worker?.closed();
    worker = book.worker(name);
    worker.opened(spoken.protocol);
    // EthProxy's miners ask for their first work; the others wait for it.
    const job = spoken.protocol === 'eth-proxy' ? undefined : feed.current();
    return resultLine(request, true) + (job ? handOut(job) : '');
  };

  const getWork = async (request: StratumRequest): Promise<string> => {
    const job = await feed.within(WORK_WAIT_MS);
    if (job === undefined) return errorLine(request, STRATUM_CODE.other, 'No work yet');
    const { work, shareTarget } = handed(job);
    return resultLine(request, packageOf(work, shareTarget));
  };

  const turnAway = (by: Worker, request: StratumRequest, reason: RemoteReason): string => {
    submissions.turnAway(by, reason);
    conduct.wrong(reason);
    return refusalLine(request, reason);
  };

  const judge = async (by: Worker, solution: RemoteSolution): Promise<SubmitVerdict> => {
    waiting += 1;
    try {
      const verdict = await submissions.submit(by, solution);
      conduct.judged(verdict);
      if (verdict.kind === 'share' || verdict.kind === 'block') vardiff.onShare();
      return verdict;
    } finally {
      waiting -= 1;
    }
  };

  const submit = (by: Worker, request: StratumRequest): string | Promise<string> => {
    if (waiting >= limits.submissionsWaiting || !submissionLimit.take()) return turnAway(by, request, 'flood');
    const decoded = decodeSubmission(request, spoken?.hasExtranonce ? (extranonce ?? '') : '');
    if (decoded === undefined) return turnAway(by, request, 'malformed');
    const { job, nonce, mixHash } = decoded;
    const known = 'id' in job ? jobs.byId(job.id) : jobs.bySealHash(job.sealHash);
    if (known !== undefined) {
      const { work, shareTarget, shareHashes } = known;
      return inTime(clock, request, judge(by, { sealHash: work.sealHash, nonce, mixHash, shareTarget, hashes: shareHashes }));
    }
    if ('id' in job) return turnAway(by, request, 'unknown-work');
    // Found before the connection was lost and made anew: the desk knows its work, and takes it if it seals a block.
    return inTime(clock, request, judge(by, { sealHash: bytesOf(job.sealHash), nonce, mixHash, hashes: 0 }));
  };

  const reportRate = (by: Worker, request: StratumRequest): string => {
    const rate = parseRate(request.params[0]);
    if (rate === undefined) return errorLine(request, STRATUM_CODE.other, 'Malformed hash rate');
    by.reportRate(request.params[1] ?? '', rate);
    return resultLine(request, true);
  };

  const answerWorker = (by: Worker, request: StratumRequest): string | Promise<string> => {
    by.seen();
    switch (request.method) {
      case 'eth_getWork':
        return getWork(request);
      case 'eth_submitWork':
      case 'mining.submit':
        return submit(by, request);
      default:
        return reportRate(by, request);
    }
  };

  return {
    handOut,
    worker: () => worker,
    ending() {
      if (isUnauthorised) return 'unauthorised';
      return conduct.isSpent() ? 'wrong-work' : undefined;
    },
    answer(request) {
      switch (request.method) {
        case 'mining.subscribe':
          return subscribe(request);
        case 'mining.extranonce.subscribe':
          return resultLine(request, true);
        case 'mining.ping':
          return resultLine(request, 'pong');
        case 'mining.authorize':
        case 'eth_submitLogin':
        case 'eth_login':
          return login(request);
        case 'eth_getWork':
        case 'eth_submitWork':
        case 'eth_submitHashrate':
        case 'mining.submit':
          return worker ? answerWorker(worker, request) : errorLine(request, STRATUM_CODE.unauthorised, 'Log in first');
        default:
          return errorLine(request, STRATUM_CODE.unknownMethod, 'Method not found');
      }
    },
    close() {
      worker?.closed();
      if (extranonce !== undefined) extranonces.giveBack(extranonce);
    },
  };
}

/** A verdict that takes longer than miners wait for is counted when it comes; the miner is told meanwhile that its work was taken. */
async function inTime(clock: Clock, request: StratumRequest, verdict: Promise<SubmitVerdict>): Promise<string> {
  const late = Promise.withResolvers<undefined>();
  const cancel = clock.after(ANSWER_WITHIN_MS, () => late.resolve(undefined));
  const known = await Promise.race([verdict, late.promise]);
  cancel();
  return known ? verdictLine(request, known) : resultLine(request, true);
}
