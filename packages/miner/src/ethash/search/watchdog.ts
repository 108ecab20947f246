import type { ControlView } from './control.ts';

const LIMIT_LOOKS = 10;

export interface Watchdog {
  /** Called each second. @returns the slots of threads that say they search and have tried no nonce for over ten looks */
  look(slots: readonly number[]): number[];
}

/** Counts looks and not time: after a machine's sleep the clock has moved and the threads have not. */
export function createWatchdog(view: Pick<ControlView, 'state' | 'hashes'>): Watchdog {
  const seen = new Map<number, { hashes: number; looks: number }>();
  return {
    look(slots) {
      for (const slot of seen.keys()) if (!slots.includes(slot)) seen.delete(slot);
      return slots.filter((slot) => {
        const hashes = view.hashes(slot);
        const last = seen.get(slot);
        const looks = last?.hashes === hashes && view.state(slot) === 'searching' ? last.looks + 1 : 0;
        const isStalled = looks > LIMIT_LOOKS;
        seen.set(slot, { hashes, looks: isStalled ? 0 : looks });
        return isStalled;
      });
    },
  };
}
