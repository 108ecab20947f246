import type { LogLine } from './children.ts';

/** The devnet's own voice and its children's lines, one readable line each, on stderr; results go to stdout. */
export interface DevnetConsole {
  say(message: string): void;
  line(line: LogLine): void;
}

const COLOURS: Record<string, number> = { devnet: 1, 'lab-a': 36, 'lab-b': 35, hospital: 32, 'hospital-node': 34, patient: 33 };
const LEVELS_SHOWN = new Set(['info', 'warn', 'error', 'fatal']);
const NAME_WIDTH = 13;

export interface ConsoleOptions {
  /** `json`: every line of every child with all its fields, for programs; `pretty`: what an operator wants to see. */
  readonly format: 'pretty' | 'json';
  readonly stream?: NodeJS.WriteStream;
}

export function createDevnetConsole({ format, stream = process.stderr }: ConsoleOptions): DevnetConsole {
  if (format === 'json') return createJsonConsole(stream);
  const colour = stream.isTTY && process.env['NO_COLOR'] === undefined;
  const paint = (text: string, code: number): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const write = (from: string, level: string, message: string): void => {
    const time = new Date().toTimeString().slice(0, 8);
    const mark = level === 'warn' || level === 'error' || level === 'fatal' ? `${paint(level.toUpperCase(), 31)} ` : '';
    stream.write(`${time} ${paint(from.padEnd(NAME_WIDTH), COLOURS[from] ?? 37)} ${mark}${message}\n`);
  };
  return {
    say: (message) => write('devnet', 'info', message),
    line: (line) => {
      if (LEVELS_SHOWN.has(line.level) && line.message !== '') write(line.from, line.level, line.message);
    },
  };
}

function createJsonConsole(stream: NodeJS.WriteStream): DevnetConsole {
  const write = (line: Readonly<Record<string, unknown>>): void => void stream.write(`${JSON.stringify(line)}\n`);
  return {
    say: (message) => write({ process: 'devnet', level: 'info', time: new Date().toISOString(), msg: message }),
    line: ({ from, level, message, fields }) => write({ process: from, level, msg: message, ...fields }),
  };
}
