import { randomBytes } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { MedrecError } from '@medrec/shared/errors';
import { type DatasetTask, openPreparation, type Preparation } from '../dataset/index.ts';
import { type EthashKernel, openKernel } from '../kernel/index.ts';
import { type ControlView, viewControl } from './control.ts';
import { errorInit, type FromThread, type SearchOrder, type SearchWorkerData, type ToThread } from './messages.ts';

/** A thread hears its messages between slices; long enough that hearing costs nothing. */
const SLICE_MS = 10;
const FIRST_SLICE_NONCES = 64;
const MAX_SLICE_NONCES = 2 ** 24;
const WAIT_MS = 5;
const REST_PIECE_MS = 50;
/** Well below what the watchdog takes for standing still, should a slice last long on a busy machine. */
const MAX_REST_MS = 2000;

export interface ThreadLoop {
  take(message: ToThread): void;
  /** Resolves when the thread has been told to leave and has ended its step. */
  run(): Promise<void>;
}

interface OpenDataset {
  readonly task: DatasetTask;
  readonly kernel: EthashKernel;
  readonly preparation: Preparation;
  /** The memory's stop flag, shared by all threads. */
  readonly stop: Int32Array;
  isReady: boolean;
}

/** What one search thread does: prepare its part of the dataset, then search slice by slice, then rest until told otherwise. */
export function createThreadLoop({ module, control, slot }: SearchWorkerData, send: (message: FromThread) => void): ThreadLoop {
  const view = viewControl(control);
  let dataset: OpenDataset | undefined;
  let slices: Slices | undefined;
  const pace: Pace = { count: FIRST_SLICE_NONCES };
  let hasLeft = false;
  let wake = (): void => undefined;

  const open = (task: DatasetTask): OpenDataset => {
    dataset?.preparation.close();
    const kernel = openKernel(task.memory, slot, module);
    const { epoch } = task.part;
    const onNotKept = (error: MedrecError): void => send({ kind: 'not-kept', epoch, error: errorInit(error) });
    const stop = new Int32Array(task.memory.memory.buffer, task.memory.stopAt, 1);
    return { task, kernel, stop, isReady: false, preparation: openPreparation(task, { kernel, slot, onNotKept }) };
  };

  const prepare = (open: OpenDataset): 'worked' | 'waiting' => {
    view.setState(slot, 'preparing');
    const outcome = open.preparation.step();
    if (outcome !== 'done') return outcome;
    open.preparation.close();
    open.isReady = true;
    send({ kind: 'prepared', epoch: open.task.part.epoch });
    return 'worked';
  };

  /** One turn between messages. `resting`: only a message brings new work. */
  const turn = (): 'worked' | 'waiting' | 'resting' => {
    if (dataset !== undefined && !dataset.isReady) return prepare(dataset);
    if (dataset === undefined || slices === undefined || slices.epoch !== dataset.task.part.epoch) return 'resting';
    view.setState(slot, 'searching');
    const outcome = slices.next(dataset);
    if (outcome === 'superseded') return 'resting';
    if (outcome === 'tried') return 'worked';
    slices = undefined;
    send({ kind: 'found', ...outcome });
    return 'worked';
  };

  /** Intensity p % leaves the rest of a core to others. In short pieces: the intensity may change, and the thread may be told to leave. */
  const restAfter = async (workedMs: number): Promise<void> => {
    await setImmediate();
    const startedMs = performance.now();
    for (;;) {
      const percent = view.intensity();
      const restMs = Math.min(MAX_REST_MS, (workedMs * (100 - percent)) / percent) - (performance.now() - startedMs);
      if (restMs <= 0 || hasLeft) return;
      await setTimeout(Math.min(restMs, REST_PIECE_MS));
    }
  };

  return {
    take(message) {
      if (message.kind === 'leave') hasLeft = true;
      else if (message.kind === 'dataset') dataset = open(message.task);
      else slices = createSlices(message.search, slot, view, pace);
      wake();
    },
    async run() {
      while (!hasLeft) {
        const startedMs = performance.now();
        const outcome = turn();
        if (outcome === 'worked') await restAfter(performance.now() - startedMs);
        else if (outcome === 'waiting') await setTimeout(WAIT_MS);
        else {
          view.setState(slot, 'resting');
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
      }
      dataset?.preparation.close();
    },
  };
}

/** One order's nonces, from a random start: neither threads nor labs search the same ones. */
interface Slices {
  readonly epoch: number;
  next(dataset: Pick<OpenDataset, 'kernel' | 'stop'>): 'tried' | 'superseded' | Omit<Extract<FromThread, { kind: 'found' }>, 'kind'>;
}

/** Nonces that take about a slice's time on this thread. */
interface Pace {
  count: number;
}

function createSlices({ order, job, epoch, sealHash, target }: SearchOrder, slot: number, view: ControlView, pace: Pace): Slices {
  let nonce = randomBytes(8).readBigUInt64BE();
  let hasBegun = false;

  const begin = (stop: Int32Array): void => {
    // The flag was set for the order before this one. Should a newer one be under way, threads that miss the flag see the
    // order's number at the end of their slice.
    if (!hasBegun) Atomics.store(stop, 0, 0);
    hasBegun = true;
  };

  return {
    epoch,
    next({ kernel, stop }) {
      if (view.order() !== order) return 'superseded';
      begin(stop);
      const startedMs = performance.now();
      const { hashes, found } = kernel.search({ sealHash, target, startNonce: nonce, count: pace.count });
      const elapsedMs = performance.now() - startedMs;
      view.addHashes(slot, hashes);
      nonce = BigInt.asUintN(64, nonce + BigInt(hashes));
      if (found !== undefined) {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64BE(found.nonce);
        return { job, nonce: bytes, mixHash: found.mixHash };
      }
      // A slice that was stopped early says nothing about the pace.
      if (hashes < pace.count) return 'tried';
      if (elapsedMs < SLICE_MS / 2) pace.count = Math.min(MAX_SLICE_NONCES, pace.count * 2);
      else if (elapsedMs > SLICE_MS * 2) pace.count = Math.max(1, pace.count >> 1);
      return 'tried';
    },
  };
}
