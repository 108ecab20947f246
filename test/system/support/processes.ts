import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './until.ts';

export const ROOT: string = join(import.meta.dirname, '../../..');

const PROGRAMS = {
  'medrec-miner': join(ROOT, 'packages/miner/src/cli/main.ts'),
  'medrec-census': join(ROOT, 'packages/census/src/cli/main.ts'),
  'medrec-wallet': join(ROOT, 'packages/shared/src/wallet/main.ts'),
} as const;

export type Program = keyof typeof PROGRAMS;

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A MedrecError as a program prints it with `--json`. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A line of a process's log; `fields` is empty when it was no JSON. */
export interface LogLine {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Running {
  readonly name: string;
  readonly process: ChildProcess;
  readonly lines: readonly LogLine[];
  /** The first line, seen or to come, that the test accepts. */
  line(accepts: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>;
  /** SIGTERM, or another signal; resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Runs a program to its end. */
export async function runProgram(program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const child = spawn(process.execPath, [PROGRAMS[program], ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout: await stdout, stderr: await stderr };
}

/** Runs it and gives its `--json` value; a failure shows what it said. */
export async function runJson<T>(program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<T> {
  const finished = await runProgram(program, [...args, '--json'], env);
  if (finished.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${finished.status}: ${finished.stderr}`);
  return JSON.parse(finished.stdout) as T;
}

/** Runs it and gives the MedrecError with which it ends; ending well is an error. */
export async function runRefused(program: Program, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Refused> {
  const { status, stdout, stderr } = await runProgram(program, [...args, '--json'], env);
  if (status === 0) throw new Error(`${program} ${args.join(' ')} was not refused: ${stdout}`);
  const report = stderr.split('\n').find((line) => line.startsWith('{"error"'));
  if (report === undefined) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return (JSON.parse(report) as { error: Refused }).error;
}

/** Runs it; ending badly is an error that shows what it said. */
export async function runOk(program: Program, args: readonly string[]): Promise<void> {
  const finished = await runProgram(program, args);
  if (finished.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${finished.status}: ${finished.stderr}`);
}

/** The endpoint file that a starting process leaves in its folder; its early end is an error with its log. */
export function readEndpoint<T>(dir: string, running: Running): Promise<T> {
  return until(`${running.name} is ready`, async () => {
    const text = await readFile(join(dir, 'endpoint.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as T;
    if (running.process.exitCode === null) return undefined;
    throw new Error(running.lines.map((line) => line.text).join('\n'));
  });
}

// What a test that was itself ended leaves running would hold ports and folders for ever.
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a long-running program (or another script, by its path) and follows its log.
 * @param launcher a command that takes the program's place by running it, such as `ip netns exec lab`
 */
export function startProgram(
  name: string,
  program: Program | string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  launcher: readonly string[] = [],
): Running {
  const script = program in PROGRAMS ? PROGRAMS[program as Program] : program;
  const [command = process.execPath, ...words] = [...launcher, process.execPath, script, ...args];
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push({ text: line, fields: parse(line) });
      for (const look of waiting) look();
    });
  }
  return {
    name,
    process: child,
    lines,
    line(accepts, timeoutMs = 60_000) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          clearTimeout(timer);
          waiting.delete(look);
          settle();
        };
        const look = (): void => {
          const found = lines.find(accepts);
          if (found) finish(() => resolve(found));
        };
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(
                new Error(
                  `${name}: the line did not come; last: ${lines
                    .slice(-8)
                    .map((line) => line.text)
                    .join('\n')}`,
                ),
              ),
            ),
          timeoutMs,
        );
        waiting.add(look);
        look();
      });
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
