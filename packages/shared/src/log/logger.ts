import { type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

/** Structured log. Fields are facts about blocks, peers and jobs; never a record, a key, a seed or an identifier. */
export type Logger = PinoLogger;

export interface LogOptions {
  /** Which program writes, for example `miner` or `census`. */
  readonly program: string;
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `auto`: people's lines on a terminal, JSON otherwise. */
  readonly format?: 'auto' | 'pretty' | 'json';
}

/** Logs go to stderr: stdout belongs to a command's result. */
export function createLogger(options: LogOptions): Logger {
  const level = options.level ?? 'info';
  const base = { program: options.program };
  const wantsPretty = options.format === 'pretty' || (options.format !== 'json' && process.stderr.isTTY);
  const stream = wantsPretty
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname,program', translateTime: 'SYS:HH:MM:ss', singleLine: true })
    : pino.destination({ dest: 2, sync: true });
  return pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, stream);
}

export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
