/** Progress of long work on stderr: one line redrawn on a terminal, a line every ten seconds elsewhere. */
export interface Progress {
  /** `done` and, where known, `total` in the unit given at creation. */
  update(done: number, total?: number, note?: string): void;
  finish(note?: string): void;
}

const BAR_WIDTH = 24;
const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 10_000;

export function createProgress(
  label: string,
  unit: string,
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): Progress {
  const started = now();
  const interval = stream.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS;
  let printedAt = started;
  let last = { done: 0, total: undefined as number | undefined, note: '' };
  const print = (end: string): void => {
    printedAt = now();
    stream.write(`${stream.isTTY ? '\r\u001b[K' : ''}${line(label, unit, last, (printedAt - started) / 1000)}${end}`);
  };
  return {
    update(done, total, note = '') {
      last = { done, total, note };
      if (now() - printedAt >= interval) print(stream.isTTY ? '' : '\n');
    },
    finish(note = '') {
      last = { ...last, total: last.total === undefined ? undefined : last.done, note };
      print('\n');
    },
  };
}

function line(label: string, unit: string, state: { done: number; total: number | undefined; note: string }, seconds: number): string {
  const rate = seconds > 0 ? state.done / seconds : 0;
  const parts = [label];
  if (state.total !== undefined && state.total > 0) {
    const share = Math.min(1, state.done / state.total);
    const filled = Math.round(share * BAR_WIDTH);
    parts.push(`[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)} %`);
    if (share < 1 && rate > 0) parts.push(`${Math.ceil((state.total - state.done) / rate)} s left`);
  }
  parts.push(`${state.done.toLocaleString('en')} ${unit}`, `${Math.round(rate).toLocaleString('en')} ${unit}/s`);
  if (state.note) parts.push(state.note);
  return parts.join('  ');
}
