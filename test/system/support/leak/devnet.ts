import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../processes.ts';

/** `start` itself, as a user runs it. */
export interface RunningDevnet {
  /** Lines of stderr so far. */
  readonly lines: readonly string[];
  stdout(): string;
  /** Its exit status once it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves when it has printed the paid table. @throws when it ends before, or takes longer. */
  paid(timeoutMs: number): Promise<void>;
  /** SIGTERM; resolves with the milliseconds until it had ended. */
  stop(): Promise<number>;
}

const POLL_MS = 100;
const LAST_LINES = 25;

export function startDevnet(args: readonly string[]): RunningDevnet {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/devnet/src/main.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let stdout = '';
  createInterface({ input: child.stderr }).on('line', (line) => void lines.push(line));
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  const ended = once(child, 'close').then(([status]) => status as number | null);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  return {
    lines,
    stdout: () => stdout,
    ended,
    async paid(timeoutMs) {
      for (const deadline = Date.now() + timeoutMs; !stdout.includes('What to do next'); await sleep(POLL_MS)) {
        if (isOver || Date.now() > deadline) {
          throw new Error(
            `no lab was paid ${isOver ? 'before the end' : `within ${timeoutMs} ms`}:\n${lines.slice(-LAST_LINES).join('\n')}`,
          );
        }
      }
    },
    async stop() {
      const started = Date.now();
      if (!isOver) child.kill('SIGTERM');
      await ended;
      return Date.now() - started;
    },
  };
}

/** Runs it to its end. */
export async function runDevnet(args: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const devnet = startDevnet(args);
  const status = await devnet.ended;
  return { status, stdout: devnet.stdout(), stderr: devnet.lines.join('\n') };
}

/** Command lines of living processes that name the folder. */
export function processesOf(folder: string): { pid: number; command: string }[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
}

/** After a test that failed half-way: ends what it left in its own folder. */
export function endProcessesOf(folder: string): void {
  for (const { pid } of processesOf(folder)) process.kill(pid, 'SIGKILL');
}
