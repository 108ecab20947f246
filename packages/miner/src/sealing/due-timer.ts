import type { Clock } from '../chain/index.ts';

/** One pending run; of several wishes the earliest counts. */
export interface DueTimer {
  within(delayMs: number): void;
  cancel(): void;
}

export function createDueTimer(clock: Clock, run: () => void): DueTimer {
  let dueMs = Number.POSITIVE_INFINITY;
  let cancelPending: (() => void) | undefined;
  const cancel = (): void => {
    cancelPending?.();
    dueMs = Number.POSITIVE_INFINITY;
  };
  return {
    within(delayMs) {
      const wishedMs = clock.nowMs() + delayMs;
      if (wishedMs >= dueMs) return;
      cancel();
      dueMs = wishedMs;
      cancelPending = clock.after(delayMs, () => {
        dueMs = Number.POSITIVE_INFINITY;
        run();
      });
    },
    cancel,
  };
}
