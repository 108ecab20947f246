import { availableParallelism } from 'node:os';
import { MedrecError } from '@medrec/shared/errors';
import { defaultDatasetDir } from '../dataset/index.ts';
import { EPOCH_BLOCKS, epochOf } from '../epoch.ts';
import { createKernelMemory } from '../kernel/index.ts';
import { isSmall } from '../small-sizes.ts';
import { targetOf } from '../target.ts';
import { createAheadBuilder } from './ahead.ts';
import { collectGarbage } from './collect-garbage.ts';
import { createPoolControl, viewControl } from './control.ts';
import { createCrew } from './crew.ts';
import { type EpochDataset, openEpochDataset } from './epoch-dataset.ts';
import type { FromThread, SearchOrder, ToThread } from './messages.ts';
import { tellFault, tellStall } from './tell.ts';
import { tidyFolder } from './tidy-folder.ts';
import type { PoolClock, PoolJob, RestartReason, SearchPool, SearchPoolOptions } from './types.ts';
import { createWatchdog } from './watchdog.ts';

/** Room for threads that are added later; an unused place costs 64 KiB of address space and no memory. */
const MIN_SLOTS = 64;
const LOOK_MS = 1000;
/** Blocks before the end of an epoch at which the next dataset is begun: some hours of the chain. */
const AHEAD_BLOCKS = 2000n;
const ORDERS = 2 ** 31;
/** Above the watchdog's time for a thread that does not end its search. One that still has not ended keeps its memory. */
const LEAVE_LIMIT_MS = 30_000;

/** @param createMemory a port, so that tests can have less memory */
export function createSearchPool(options: SearchPoolOptions, createMemory: typeof createKernelMemory = createKernelMemory): SearchPool {
  const { sizes, log } = options;
  const clock = options.clock ?? systemClock;
  const dir = options.datasetDir ?? defaultDatasetDir();
  const slots = Math.max(availableParallelism(), options.threads, MIN_SLOTS);
  const control = createPoolControl(slots);
  const view = viewControl(control);
  const watchdog = createWatchdog(view);
  const ahead = createAheadBuilder({ sizes, dir, log, slots, createMemory, nowMs: clock.nowMs });
  let dataset: EpochDataset | undefined;
  /** While the last epoch's memory is being given back. */
  let isLeaving = false;
  let job: PoolJob | undefined;
  let order: SearchOrder | undefined;
  let wanted = 0;
  let isClosed = false;
  let cancelLook = (): void => undefined;

  const onMessage = (message: FromThread): void => {
    if (isClosed) return;
    if (message.kind === 'found') options.onFound({ job: message.job, nonce: message.nonce, mixHash: message.mixHash });
    else if (message.epoch !== dataset?.epoch) return;
    else if (message.kind === 'not-kept') reportNotKept(new MedrecError(message.error));
    else if (!dataset.isReady() && dataset.board.progress().isDone) becomeReady(dataset);
  };

  const reportNotKept = (error: MedrecError): void => {
    if (options.onDatasetNotKept !== undefined) options.onDatasetNotKept(error);
    else log.warn({ code: error.code, ...error.facts }, `${error.message} ${error.remedy ?? ''}`);
  };

  const becomeReady = (ready: EpochDataset): void => {
    ready.markReady();
    options.onDataset?.(ready.state());
    tidyFolder(ready.task, clock.nowMs(), log);
    prepareAhead();
  };

  const onRestart = (slot: number, reason: RestartReason): void => {
    const code = reason === 'stalled' ? 'SEARCH_THREAD_STALLED' : 'SEARCH_THREAD_ENDED';
    log.warn({ code, slot }, `search thread ${slot} ${reason === 'stalled' ? 'has stood still' : 'ended'}; it is started again`);
    options.onRestart(slot, reason);
  };

  const greeting = (): ToThread[] => [
    ...(dataset === undefined ? [] : [{ kind: 'dataset', task: dataset.task } as const]),
    ...(order === undefined ? [] : [{ kind: 'search', search: order } as const]),
  ];

  const crew = createCrew({ control, clock, log, onMessage, onRestart, greeting, onGone: (slot) => dataset?.board.release(slot) });

  /** Threads stop at once by the flag in their memory, and begin nothing older than the newest order. */
  const supersede = (): number => {
    const next = (view.order() + 1) % ORDERS;
    view.setOrder(next);
    if (dataset !== undefined) Atomics.store(dataset.stop, 0, 1);
    return next;
  };

  /** Lets the old memory go, by its threads and then here, before new is taken: two datasets at once may be more than there is. */
  const leaveEpoch = async (isLarge: boolean): Promise<void> => {
    dataset = undefined;
    isLeaving = true;
    const { promise: limit, resolve } = Promise.withResolvers<void>();
    const cancel = clock.after(LEAVE_LIMIT_MS, resolve);
    try {
      await Promise.race([Promise.all([crew.renew(), ahead.stop()]), limit]);
      if (isLarge) await collectGarbage();
    } finally {
      cancel();
      isLeaving = false;
    }
    if (!isClosed) giveOrder();
  };

  const useEpoch = (epoch: number): void => {
    dataset = openEpochDataset({ sizes, epoch, slots, dir, createMemory, nowMs: clock.nowMs });
    crew.tell({ kind: 'dataset', task: dataset.task });
    options.onDataset?.(dataset.state());
  };

  const prepareAhead = (): void => {
    if (job === undefined || dataset?.isReady() !== true) return;
    const next = epochOf(job.blockNumber + AHEAD_BLOCKS);
    if (next > dataset.epoch && job.blockNumber < BigInt(next) * EPOCH_BLOCKS) ahead.build(next);
  };

  const giveOrder = (): void => {
    order = undefined;
    const number = supersede();
    if (job === undefined || wanted === 0) return;
    const epoch = epochOf(job.blockNumber);
    if (dataset !== undefined && dataset.epoch !== epoch)
      leaveEpoch(!isSmall(dataset.task.part.sizes)).catch((thrown: unknown) => tellFault(log, thrown));
    // Whoever is leaving gives the order then.
    if (isLeaving) return;
    if (dataset === undefined) useEpoch(epoch);
    order = { order: number, job: job.job, epoch, sealHash: job.sealHash, target: targetOf(job.difficulty) };
    crew.tell({ kind: 'search', search: order });
    prepareAhead();
  };

  const look = (): void => {
    for (const slot of watchdog.look(crew.slots())) crew.restartStalled(slot);
    if (dataset !== undefined && !dataset.isReady()) {
      if (crew.slots().length > 0) tellStall(log, dataset);
      options.onDataset?.(dataset.state());
    }
    cancelLook = clock.after(LOOK_MS, look);
  };

  const setThreads = (threads: number): void => {
    requireThreads(threads, slots);
    const isFirst = wanted === 0 && threads > 0;
    wanted = threads;
    crew.resize(threads);
    if (isFirst) giveOrder();
  };

  view.setIntensity(options.intensityPercent);
  setThreads(options.threads);
  look();

  return {
    search(next) {
      job = next;
      giveOrder();
    },
    rest() {
      job = undefined;
      giveOrder();
    },
    setThreads,
    setIntensity: view.setIntensity,
    threads: () => crew.slots().map((slot) => ({ slot, hashes: view.hashes(slot), state: view.state(slot) })),
    dataset: () => dataset?.state() ?? { state: 'none' },
    async close() {
      if (isClosed) return;
      isClosed = true;
      cancelLook();
      supersede();
      const isLarge = dataset !== undefined && !isSmall(dataset.task.part.sizes);
      dataset = undefined;
      await Promise.all([crew.close(), ahead.stop()]);
      // Mining may be started again at once, and would find too little memory.
      if (isLarge) await collectGarbage();
    },
  };
}

function requireThreads(threads: number, limit: number): void {
  if (Number.isInteger(threads) && threads >= 0 && threads <= limit) return;
  throw new MedrecError({
    code: 'SEARCH_THREADS_LIMIT',
    message: 'The pool has not that many places for threads.',
    facts: { threads, limit },
    remedy: `Use 0 to ${limit} threads, or start the node with more.`,
  });
}

const systemClock: PoolClock = {
  nowMs: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
