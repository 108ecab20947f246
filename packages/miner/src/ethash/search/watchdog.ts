import type { ControlView, ThreadState } from './control.ts';

/** Looks in one state without a hash that are still nothing to worry about. A dataset's preparation has a watch of its own. */
const LIMIT_LOOKS: Readonly<Record<ThreadState, number>> = {
  searching: 10,
  // A thread that died waits up to a minute before the next takes its place.
  starting: 120,
  preparing: Number.POSITIVE_INFINITY,
  resting: Number.POSITIVE_INFINITY,
};

export interface Watchdog {
  /** Called each second. @returns the slots of threads that say they search and try no nonce, or that do not get beyond starting */
  look(slots: readonly number[]): number[];
}

/** Counts looks and not time: after a machine's sleep the clock has moved and the threads have not. */
export function createWatchdog(view: Pick<ControlView, 'state' | 'hashes'>): Watchdog {
  const seen = new Map<number, { hashes: number; state: ThreadState; looks: number }>();
  return {
    look(slots) {
      for (const slot of seen.keys()) if (!slots.includes(slot)) seen.delete(slot);
      return slots.filter((slot) => {
        const [hashes, state] = [view.hashes(slot), view.state(slot)];
        const last = seen.get(slot);
        const looks = last?.hashes === hashes && last.state === state ? last.looks + 1 : 0;
        const isStalled = looks > LIMIT_LOOKS[state];
        seen.set(slot, { hashes, state, looks: isStalled ? 0 : looks });
        return isStalled;
      });
    },
  };
}
