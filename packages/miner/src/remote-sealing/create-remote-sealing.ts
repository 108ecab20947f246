import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { type Clock, systemClock } from '../chain/index.ts';
import type { Work, WorkDesk } from '../sealing/index.ts';
import { createTokenCheck } from './access/token.ts';
import { createGetWork, type GetWork } from './get-work.ts';
import { DEFAULT_LIMITS, type RemoteLimits } from './limits.ts';
import { createStratumServer } from './stratum/server.ts';
import type { RemoteObserver, RemoteReport } from './types.ts';
import { createSubmissions } from './work/submissions.ts';
import { createWorkFeed } from './work/work-feed.ts';
import { createWorkerBook } from './workers/worker-book.ts';

/** A GPU finds such a share in half a second, a core of a CPU in a minute; then the connection's own pace counts. */
const FIRST_SHARE_HASHES: number = 2 ** 24;

export interface RemoteSealingOptions {
  readonly desk: WorkDesk;
  readonly observer: RemoteObserver;
  /** Makes ready what verifying solutions for such work takes, so that the first is not answered late. */
  readonly prepare?: (work: Work) => Promise<unknown>;
  /** What callers over HTTP must know; undefined lets everybody in. */
  readonly rpcToken?: string | undefined;
  /** The TCP listener; none by default. */
  readonly stratum?: StratumOptions | undefined;
  readonly limits?: Partial<RemoteLimits>;
  readonly clock?: Clock;
  readonly log?: Logger;
}

export interface StratumOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What miners must log in with; undefined lets everybody in. */
  readonly token?: string | undefined;
  /** Mean hashes to a share on a new connection. */
  readonly firstShareHashes?: number | undefined;
}

/** Outside miners: the work desk's work over HTTP and TCP, their solutions back, and the book about them. */
export interface RemoteSealing extends GetWork {
  /** Opens the listener, where one was asked for. @returns its `host:port`. @throws MedrecError `STRATUM_PORT` */
  start(): Promise<string | undefined>;
  stop(): Promise<void>;
  report(): RemoteReport;
  /** Hashes per second that outside miners reported within the last ten seconds. */
  hashRate(): number;
  /** Workers heard of within the last ten minutes, or connected. */
  activeWorkers(): number;
}

const ACTIVE_MS = 600_000;

export function createRemoteSealing(options: RemoteSealingOptions): RemoteSealing {
  const { desk, observer, stratum, rpcToken, prepare } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const book = createWorkerBook(clock.nowMs);
  const feed = createWorkFeed(desk, clock, (work) => {
    prepare?.(work).catch((thrown: unknown) => log.warn({ err: asMedrecError(thrown) }, 'the first solutions will be verified late'));
  });
  const submissions = createSubmissions(desk, observer, log);
  const getWork = createGetWork({ feed, submissions, book, isToken: createTokenCheck(rpcToken), limits, clock });
  const server =
    stratum &&
    createStratumServer({
      ...{ feed, submissions, book, limits, clock, log, host: stratum.host, port: stratum.port },
      isToken: createTokenCheck(stratum.token),
      firstShareHashes: stratum.firstShareHashes ?? FIRST_SHARE_HASHES,
      onRefused: observer.refused,
    });
  let listening: string | undefined;

  const reports = (): RemoteReport['workers'] => book.all().map((worker) => worker.report());
  return {
    ...getWork,
    async start() {
      listening = await server?.start();
      return listening;
    },
    async stop() {
      feed.close();
      await server?.stop();
      listening = undefined;
    },
    report: () => ({ listening, connections: server?.connections() ?? 0, workers: reports() }),
    hashRate: () => reports().reduce((sum, { reportedHashRate }) => sum + reportedHashRate, 0),
    activeWorkers: () =>
      reports().filter(({ connections, lastSeenMs }) => connections > 0 || clock.nowMs() - lastSeenMs < ACTIVE_MS).length,
  };
}

/** @throws MedrecError `REMOTE_SEALING_OFF` */
export function requireRemoteSealing(remote: RemoteSealing | undefined): RemoteSealing {
  if (remote !== undefined) return remote;
  throw new MedrecError({
    code: 'REMOTE_SEALING_OFF',
    message: 'This node has no lab’s key, so it has no work for outside miners.',
    remedy: 'Make the key with `medrec-miner init`, and start the node again; --threads 0 leaves the search to outside miners.',
  });
}
