import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { MedrecError } from '@medrec/shared/errors';
import { entryPoint, type ProgramName, ROOT } from './layout.ts';

/** A line of a child's log: pino's JSON, or text that a crash left. */
export interface LogLine {
  readonly from: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Children {
  /** Starts a long-running program; its end before `stopAll` is a failure reported to `onFailure`. */
  start(name: string, program: ProgramName, args: readonly string[]): void;
  /** Runs a command to its end and gives its stdout. @throws MedrecError `COMMAND_FAILED` with the command's own words. */
  run(program: ProgramName, args: readonly string[]): Promise<string>;
  /** SIGTERM to all, the last started first; SIGKILL to what is left after `STOP_TIMEOUT_MS`. */
  stopAll(): Promise<void>;
}

export interface ChildrenOptions {
  onLine(line: LogLine): void;
  onFailure(error: MedrecError): void;
}

/** Ctrl-C must end everything within 5 s. */
const STOP_TIMEOUT_MS = 4000;
const HEAD_START_MS = 800;
const LAST_LINES = 20;

export function createChildren(options: ChildrenOptions): Children {
  const running = new Set<ChildProcess>();
  let stopping = false;

  const launch = (program: ProgramName, args: readonly string[], stdout: 'pipe' | 'ignore'): ChildProcess => {
    // Own process groups: the terminal's Ctrl-C reaches this process alone, which then stops the children in order.
    const child = spawn(process.execPath, [entryPoint(program), ...args], { cwd: ROOT, stdio: ['ignore', stdout, 'pipe'], detached: true });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };

  return {
    start(name, program, args) {
      const child = launch(program, args, 'ignore');
      const tail: string[] = [];
      followLines(child, name, (line) => {
        tail.push(line.message);
        if (tail.length > LAST_LINES) tail.shift();
        options.onLine(line);
      });
      child.once('exit', (status, signal) => {
        if (stopping) return;
        options.onFailure(
          new MedrecError({
            code: 'CHILD_ENDED',
            message: `${name} ended by itself.`,
            facts: { name, program, status, signal },
            remedy: `Its last words: ${tail.slice(-3).join(' | ')}`,
          }),
        );
      });
    },
    async run(program, args) {
      const child = launch(program, args, 'pipe');
      const [out, err] = await Promise.all([collect(child.stdout), collect(child.stderr), ended(child)]);
      if (child.exitCode === 0) return out;
      throw new MedrecError({
        code: 'COMMAND_FAILED',
        message: `${program} ${args[0] ?? ''} failed.`,
        facts: { status: child.exitCode, signal: child.signalCode, said: err.trim().split('\n').slice(-6).join(' ') },
      });
    },
    async stopAll() {
      stopping = true;
      const deadline = setTimeout(() => {
        for (const child of running) child.kill('SIGKILL');
      }, STOP_TIMEOUT_MS);
      // Who depends on others was started after them, and ends in peace only while they still answer.
      for (const child of [...running].reverse()) {
        child.kill('SIGTERM');
        await Promise.race([ended(child), sleep(HEAD_START_MS)]);
      }
      await Promise.all([...running].map(ended));
      clearTimeout(deadline);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (stream) for await (const chunk of stream) text += String(chunk);
  return text;
}

function followLines(child: ChildProcess, from: string, onLine: (line: LogLine) => void): void {
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (text) => onLine(parseLine(from, text)));
}

function parseLine(from: string, text: string): LogLine {
  if (text.startsWith('{')) {
    try {
      const fields = JSON.parse(text) as Record<string, unknown>;
      return { from, level: String(fields['level'] ?? 'info'), message: String(fields['msg'] ?? ''), fields };
    } catch {
      // Not JSON after all: shown as it is.
    }
  }
  return { from, level: 'info', message: text, fields: {} };
}
