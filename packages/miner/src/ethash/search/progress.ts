import type { TaskProgress } from '../dataset/index.ts';

/** Seconds over which the speed is taken: reading from disk is fifty times as quick as computing, and may change into it. */
const WINDOW_SECONDS = 5;

/** Time left of a dataset's preparation, from looks about once a second. */
export interface ProgressMeter {
  look(progress: TaskProgress): void;
  secondsLeft(progress: TaskProgress): number | undefined;
}

export function createProgressMeter(nowMs: () => number): ProgressMeter {
  const looks: { readonly atMs: number; readonly doneBytes: number }[] = [];
  return {
    look({ doneBytes }) {
      looks.push({ atMs: nowMs(), doneBytes });
      if (looks.length > WINDOW_SECONDS + 1) looks.shift();
    },
    secondsLeft({ bytes, doneBytes }) {
      const first = looks[0];
      if (first === undefined) return undefined;
      const bytesPerMs = (doneBytes - first.doneBytes) / (nowMs() - first.atMs);
      return bytesPerMs > 0 && Number.isFinite(bytesPerMs) ? Math.ceil((bytes - doneBytes) / bytesPerMs / 1000) : undefined;
    },
  };
}
