import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { printReport } from './print-report.ts';
import type { Row, RowReport } from './row.ts';
import { ROWS } from './rows/index.ts';
import { runRow } from './run-row.ts';

// `pnpm torture <row>... [--full] [--seed n] [--size n] [--json]`: the reliability table of docs/reliability.md as commands.

const USAGE = `usage: torture <row>... | all [--full] [--seed n] [--size n] [--json]

rows, with their sizes in short and in full:
${ROWS.map(({ number, name, what, sizes }) => `  ${String(number ?? '').padStart(2)} ${name.padEnd(12)} ${what} (${sizes.short}; --full ${sizes.full} ${sizes.unit})`).join('\n')}
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Wanted {
  readonly rows: readonly Row[];
  readonly isFull: boolean;
  readonly isJson: boolean;
  readonly seed: number;
  readonly size: number | undefined;
}

/** @throws TypeError or RangeError that says what is wrong with the arguments */
function readArguments(): Wanted {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      seed: { type: 'string' },
      size: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    rows: positionals.length === 1 && positionals[0] === 'all' ? ROWS : positionals.flatMap(rowsOf),
    isFull: values.full,
    isJson: values.json,
    seed: wholeNumber('seed', values.seed) ?? randomInt(1, 2 ** 31),
    size: wholeNumber('size', values.size),
  };
}

function rowsOf(wanted: string): readonly Row[] {
  const rows = ROWS.filter(({ name, number }) => name === wanted || String(number) === wanted);
  if (rows.length === 0) throw new RangeError(`there is no row ${wanted}`);
  return rows;
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`--${name} is a whole number above 0`);
  return number;
}

async function run({ rows, isFull, isJson, seed, size }: Wanted): Promise<boolean> {
  const reports: RowReport[] = [];
  for (const row of rows) {
    say(`== ${row.name}: ${row.what}; seed ${seed}`);
    const report = await runRow(row, { seed, isFull, size, say });
    reports.push(report);
    if (!isJson) printReport(report, (line) => void process.stdout.write(`${line}\n`));
  }
  if (isJson) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return reports.length > 0 && reports.every(({ outcome }) => outcome !== 'failed');
}

// Ended by hand, it still ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

let wanted: Wanted | undefined;
try {
  wanted = readArguments();
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n`);
}
if (wanted === undefined || wanted.rows.length === 0) {
  say(USAGE);
  process.exitCode = 2;
} else {
  const isPassed = await run(wanted);
  // Sockets of peers may linger; nothing of the rows' own is open.
  process.stdout.write('', () => process.exit(isPassed ? 0 : 1));
}
