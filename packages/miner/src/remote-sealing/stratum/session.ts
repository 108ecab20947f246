import { randomBytes } from 'node:crypto';
import type { Clock } from '../../chain/index.ts';
import type { TokenCheck } from '../access/token.ts';
import { type RemoteLimits, WORK_WAIT_MS } from '../limits.ts';
import type { HandedJob, Job, RefusedReason } from '../types.ts';
import { createJobLog } from '../work/job-log.ts';
import { withShareTarget } from '../work/share-difficulty.ts';
import type { Submissions } from '../work/submissions.ts';
import { createVardiff } from '../work/vardiff.ts';
import type { WorkFeed } from '../work/work-feed.ts';
import { packageOf } from '../work/work-package.ts';
import { parseRate } from '../workers/parse-rate.ts';
import type { Worker } from '../workers/worker.ts';
import type { WorkerBook } from '../workers/worker-book.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Extranonces } from './extranonces.ts';
import { loginDialect, subscribedDialect, workerOf } from './login.ts';
import { errorLine, resultLine, STRATUM_CODE, type StratumRequest } from './messages.ts';
import { createSolutionIntake } from './solution-intake.ts';

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
  const vardiff = createVardiff(parts.firstShareHashes, clock.nowMs);
  const intake = createSolutionIntake({ submissions, jobs, limits, clock, onTaken: vardiff.onShare });
  let subscribed: Dialect | undefined;
  let spoken: Dialect | undefined;
  let worker: Worker | undefined;
  let extranonce: string | undefined;
  let isUnauthorised = false;
  let isWaitingForWork = false;

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

  const firstWork = async (): Promise<Job | undefined> => {
    isWaitingForWork = true;
    try {
      return await feed.within(WORK_WAIT_MS);
    } finally {
      isWaitingForWork = false;
    }
  };

  const getWork = async (request: StratumRequest): Promise<string> => {
    const present = feed.current();
    if (present === undefined && isWaitingForWork) return errorLine(request, STRATUM_CODE.other, 'The last eth_getWork still waits');
    const job = present ?? (await firstWork());
    if (job === undefined) return errorLine(request, STRATUM_CODE.other, 'No work yet');
    const { work, shareTarget } = handed(job);
    return resultLine(request, packageOf(work, shareTarget));
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
        return intake.submit(by, request, spoken?.hasExtranonce ? (extranonce ?? '') : '');
      default:
        return reportRate(by, request);
    }
  };

  return {
    handOut,
    worker: () => worker,
    ending: () => (isUnauthorised ? 'unauthorised' : intake.ending()),
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
