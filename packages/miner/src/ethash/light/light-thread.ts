import { Worker } from 'node:worker_threads';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { type Hashimoto, type KernelSizes, kernelModule } from '../kernel/index.ts';
import type { LightAnswer, LightBatch, LightWorkerData } from './messages.ts';

export interface LightRequest {
  readonly epoch: number;
  readonly sizes: KernelSizes;
  /** 32 bytes. */
  readonly sealHash: Uint8Array;
  /** 64 bits. */
  readonly nonce: bigint;
  /** Blocks go before solutions of outside miners, and a crowd of those takes no room from them. */
  readonly isBlock: boolean;
}

/** Light hashes from one worker thread, which starts at the first request and does not keep the process alive when idle. */
export interface LightThread {
  hash(request: LightRequest): Promise<Hashimoto>;
  /** Makes an epoch's cache when nothing else is to do. */
  makeReady(epoch: Pick<LightRequest, 'epoch' | 'sizes'>): void;
  close(): Promise<void>;
}

const WORKER_URL = new URL(`./light-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
/** Some 20 ms of work: a header that comes alone does not wait long behind a range. */
const MAX_BATCH = 64;
/** Requests that may wait: several ranges of blocks with their ommers, and half a second's solutions. */
const MAX_WAITING_BLOCKS = 4096;
const MAX_WAITING_SOLUTIONS = 1024;

interface Waiting extends LightRequest {
  resolve(hash: Hashimoto): void;
  reject(error: MedrecError): void;
}

export function createLightThread(workerUrl: URL = WORKER_URL): LightThread {
  const blocks: Waiting[] = [];
  const solutions: Waiting[] = [];
  let running: readonly Waiting[] | undefined;
  let ahead: Pick<LightRequest, 'epoch' | 'sizes'> | undefined;
  let aheadEpoch: number | undefined;
  let worker: Worker | undefined;
  let isClosed = false;

  const fail = (error: MedrecError): void => {
    for (const { reject } of [...(running ?? []), ...blocks.splice(0), ...solutions.splice(0)]) reject(error);
    running = undefined;
  };

  const start = (): Worker => {
    const started = new Worker(workerUrl, { workerData: { module: kernelModule() } satisfies LightWorkerData, name: 'ethash-light' });
    let cause: unknown;
    started.on('message', (answer: LightAnswer) => finish(answer));
    started.on('error', (thrown) => {
      cause = thrown;
    });
    started.on('exit', (exitCode) => {
      worker = undefined;
      aheadEpoch = undefined;
      if (!isClosed) fail(workerFailed(exitCode, cause));
    });
    return started;
  };

  const finish = (answer: LightAnswer): void => {
    const done = running ?? [];
    running = undefined;
    for (const [at, { resolve, reject }] of done.entries()) {
      const hash = 'hashes' in answer ? answer.hashes[at] : undefined;
      if (hash !== undefined) resolve(hash);
      else reject('error' in answer ? new MedrecError(answer.error) : workerFailed(0, undefined));
    }
    next();
  };

  const next = (): void => {
    if (running !== undefined || isClosed) return;
    const batch = takeBatch(blocks) ?? takeBatch(solutions) ?? (ahead && { ...ahead, requests: [] });
    if (batch === undefined) {
      worker?.unref();
      return;
    }
    const { epoch, sizes, requests } = batch;
    if (requests.length === 0) ahead = undefined;
    running = requests;
    const inputs = requests.map(({ sealHash, nonce }) => ({ sealHash, nonce }));
    try {
      worker ??= start();
      // While something waits the process must not end for want of anything else to do.
      if (requests.length > 0) worker.ref();
      worker.postMessage({ epoch, sizes, inputs } satisfies LightBatch);
    } catch (thrown) {
      fail(thrown instanceof MedrecError ? thrown : workerFailed(0, thrown));
    }
  };

  return {
    async hash(request) {
      if (isClosed) throw closed();
      const [waiting, limit] = request.isBlock ? [blocks, MAX_WAITING_BLOCKS] : [solutions, MAX_WAITING_SOLUTIONS];
      if (waiting.length >= limit) throw busy(limit);
      const { promise, resolve, reject } = Promise.withResolvers<Hashimoto>();
      waiting.push({ ...request, resolve, reject });
      // What is asked for in the same turn goes together.
      if (waiting.length === 1) queueMicrotask(next);
      return promise;
    },
    makeReady(wanted) {
      if (wanted.epoch === aheadEpoch) return;
      aheadEpoch = wanted.epoch;
      ahead = wanted;
      next();
    },
    async close() {
      isClosed = true;
      fail(closed());
      await worker?.terminate();
    },
  };
}

/** The first request's epoch, as many as fit a batch; order among the others stays. */
function takeBatch(waiting: Waiting[]): { epoch: number; sizes: KernelSizes; requests: Waiting[] } | undefined {
  const first = waiting[0];
  if (first === undefined) return undefined;
  const requests: Waiting[] = [];
  const left = waiting.filter((request) => {
    if (request.epoch !== first.epoch || requests.length === MAX_BATCH) return true;
    requests.push(request);
    return false;
  });
  waiting.splice(0, waiting.length, ...left);
  return { epoch: first.epoch, sizes: first.sizes, requests };
}

function busy(waiting: number): RuleError {
  return new RuleError({
    code: 'ETHASH_BUSY',
    message: 'Too many proofs of work wait to be checked.',
    facts: { waiting },
    verdict: 'ignore',
  });
}

function closed(): MedrecError {
  return new MedrecError({ code: 'ETHASH_CLOSED', message: 'The node is stopping and checks no more proofs of work.' });
}

function workerFailed(exitCode: number, cause: unknown): MedrecError {
  return new MedrecError({
    code: 'ETHASH_WORKER_FAILED',
    message: 'The thread that checks proofs of work has failed; the next check starts another.',
    facts: { exitCode },
    cause,
  });
}
