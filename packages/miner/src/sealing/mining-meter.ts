import type { SearchThread } from '../ethash/index.ts';
import { createHashRateMeter, type HashRateMeter, type HashRates } from './hash-rate.ts';

export interface ThreadStats {
  readonly slot: number;
  readonly state: SearchThread['state'];
  readonly hashes: number;
  readonly hashesPerSecond: HashRates;
}

/** Turns the threads' counters into rates, for each thread and in all. */
export interface MiningMeter {
  /** Takes over the counters; @returns the hashes done since the last time. */
  sample(threads: readonly SearchThread[]): number;
  /** As of the last sample. */
  threads(): readonly ThreadStats[];
  rates(): HashRates;
  /** Over the process's life. */
  hashes(): number;
  /** After a pause. */
  restart(): void;
}

interface ThreadMeter {
  state: SearchThread['state'];
  counter: number;
  hashes: number;
  readonly meter: HashRateMeter;
}

export function createMiningMeter(nowMs: () => number): MiningMeter {
  const threads = new Map<number, ThreadMeter>();
  const all = createHashRateMeter(nowMs);
  let hashes = 0;

  const sampleThread = ({ slot, state, hashes: counter }: SearchThread): number => {
    const thread = threads.get(slot) ?? { state, counter: 0, hashes: 0, meter: createHashRateMeter(nowMs) };
    threads.set(slot, thread);
    // A thread that was started again may count from zero.
    const fresh = counter < thread.counter ? counter : counter - thread.counter;
    thread.state = state;
    thread.counter = counter;
    thread.hashes += fresh;
    thread.meter.sample(thread.hashes);
    return fresh;
  };

  return {
    sample(present) {
      const slots = new Set(present.map(({ slot }) => slot));
      for (const slot of threads.keys()) if (!slots.has(slot)) threads.delete(slot);
      const fresh = present.reduce((sum, thread) => sum + sampleThread(thread), 0);
      hashes += fresh;
      all.sample(hashes);
      return fresh;
    },
    threads: () =>
      [...threads].map(([slot, thread]) => ({
        slot,
        state: thread.state,
        hashes: thread.hashes,
        hashesPerSecond: thread.meter.rates(),
      })),
    rates: all.rates,
    hashes: () => hashes,
    restart: all.restart,
  };
}
