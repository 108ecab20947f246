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

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string' },
    size: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`--${name} is a whole number above 0`);
  return number;
}

function chosenRows(): readonly Row[] {
  if (positionals.length === 1 && positionals[0] === 'all') return ROWS;
  return positionals.flatMap((wanted) => {
    const rows = ROWS.filter(({ name, number }) => name === wanted || String(number) === wanted);
    if (rows.length === 0) throw new RangeError(`there is no row ${wanted}\n${USAGE}`);
    return rows;
  });
}

// Ended by hand, it still ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const rows = chosenRows();
const seed = wholeNumber('seed', values.seed) ?? randomInt(1, 2 ** 31);
const size = wholeNumber('size', values.size);
const reports: RowReport[] = [];
if (rows.length === 0) say(USAGE);
for (const row of rows) {
  say(`== ${row.name}: ${row.what}; seed ${seed}`);
  const report = await runRow(row, { seed, isFull: values.full, size, say });
  reports.push(report);
  if (!values.json) printReport(report, (line) => void process.stdout.write(`${line}\n`));
}
if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
const isPassed = reports.length > 0 && reports.every(({ outcome }) => outcome !== 'failed');
// Sockets of peers may linger; nothing of the rows' own is open.
process.stdout.write('', () => process.exit(isPassed ? 0 : 1));
