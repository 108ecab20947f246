import { Worker } from 'node:worker_threads';
import type { Logger } from '@medrec/shared/log';
import { kernelModule } from '../kernel/index.ts';
import { type PoolControl, viewControl } from './control.ts';
import type { FromThread, SearchWorkerData, ToThread } from './messages.ts';
import type { PoolClock, RestartReason } from './types.ts';

export interface CrewOptions {
  readonly control: PoolControl;
  readonly clock: PoolClock;
  readonly log: Logger;
  onMessage(message: FromThread): void;
  /** A thread is gone, whatever it was doing: what it had claimed must be given back. */
  onGone(slot: number): void;
  onRestart(slot: number, reason: RestartReason): void;
  /** What a thread must be told first, when it starts. */
  greeting(): readonly ToThread[];
}

/** The worker threads, one a slot: started, ended, and started again when one dies or is found to be stalled. */
export interface Crew {
  resize(threads: number): void;
  /** Has every thread end and another take its place. Resolves when all of the old ones are gone, and with them what they held in memory. */
  renew(): Promise<void>;
  tell(message: ToThread): void;
  /** Terminates the slot's thread, which starts another. */
  restartStalled(slot: number): void;
  slots(): readonly number[];
  close(): Promise<void>;
}

// Sources run as .ts and the build as .js; a URL is not rewritten by the compiler.
const WORKER_URL = new URL(`./search-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
const RESTART_DELAY_MS = 1000;
const MAX_RESTART_DELAY_MS = 60_000;
/** A thread that lives this long has got over what ended the last one. */
const SETTLED_MS = 60_000;

interface Place {
  /** Absent while the place waits for its next thread. */
  worker: Worker | undefined;
  /** The end of the worker, or of the last one. */
  gone: Promise<void>;
  isWanted: boolean;
  isLeaving: boolean;
  isStalled: boolean;
  startedMs: number;
  delayMs: number;
  cancelRestart: () => void;
}

export function createCrew(options: CrewOptions): Crew {
  const { control, clock, log } = options;
  const view = viewControl(control);
  const places = new Map<number, Place>();
  let isClosed = false;

  const start = (slot: number, place: Place): void => {
    view.setState(slot, 'starting');
    const data: SearchWorkerData = { module: kernelModule(), control, slot };
    const worker = new Worker(WORKER_URL, { workerData: data, name: `ethash-${slot}` });
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    Object.assign(place, { worker, gone, isLeaving: false, isStalled: false, startedMs: clock.nowMs() });
    worker.on('message', options.onMessage);
    worker.on('error', (error) => log.error({ err: error, slot, code: 'SEARCH_THREAD_FAILED' }, `search thread ${slot} failed`));
    worker.on('exit', () => {
      ended(slot, place);
      resolve();
    });
    for (const message of options.greeting()) worker.postMessage(message);
  };

  const ended = (slot: number, place: Place): void => {
    const { isLeaving, isWanted, isStalled, startedMs } = place;
    place.worker = undefined;
    options.onGone(slot);
    if (isClosed) return;
    if (!isWanted) places.delete(slot);
    else if (isLeaving) start(slot, place);
    else {
      view.setState(slot, 'starting');
      options.onRestart(slot, isStalled ? 'stalled' : 'ended');
      place.delayMs = clock.nowMs() - startedMs > SETTLED_MS ? RESTART_DELAY_MS : Math.min(MAX_RESTART_DELAY_MS, place.delayMs * 2);
      place.cancelRestart = clock.after(place.delayMs, () => start(slot, place));
    }
  };

  const want = (slot: number): void => {
    const known = places.get(slot);
    const place: Place = known ?? {
      ...{ worker: undefined, gone: Promise.resolve(), isWanted: true, isLeaving: false, isStalled: false, startedMs: 0 },
      ...{ delayMs: RESTART_DELAY_MS / 2, cancelRestart: () => undefined },
    };
    place.isWanted = true;
    places.set(slot, place);
    // A thread that was told to leave and has not yet is followed by the next when it does.
    if (known === undefined) start(slot, place);
  };

  const leave = (place: Place): void => {
    if (!place.isLeaving) place.worker?.postMessage({ kind: 'leave' } satisfies ToThread);
    place.isLeaving = place.worker !== undefined;
  };

  const dismiss = (slot: number, place: Place): void => {
    place.isWanted = false;
    place.cancelRestart();
    if (place.worker === undefined) places.delete(slot);
    else leave(place);
  };

  return {
    resize(threads) {
      for (const [slot, place] of places) if (slot >= threads) dismiss(slot, place);
      for (let slot = 0; slot < threads; slot++) want(slot);
    },
    async renew() {
      for (const place of places.values()) leave(place);
      await Promise.all([...places.values()].map(({ gone }) => gone));
    },
    tell(message) {
      for (const { worker, isLeaving } of places.values()) if (!isLeaving) worker?.postMessage(message);
    },
    restartStalled(slot) {
      const place = places.get(slot);
      if (place?.worker === undefined) return;
      place.isStalled = true;
      void place.worker.terminate();
    },
    slots: () =>
      [...places]
        .filter(([, { isWanted }]) => isWanted)
        .map(([slot]) => slot)
        .toSorted((a, b) => a - b),
    async close() {
      isClosed = true;
      for (const { cancelRestart } of places.values()) cancelRestart();
      await Promise.all([...places.values()].map(({ worker }) => worker?.terminate()));
    },
  };
}
