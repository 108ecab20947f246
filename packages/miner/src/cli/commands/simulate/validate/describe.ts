import { CHECKS, type CheckOutcome, WORST_Z } from '../../../../simulator/index.ts';

/** Outcomes for people: one line each, and the formulas below. */
export function describeOutcomes(outcomes: readonly CheckOutcome[]): string[] {
  const rows = outcomes.map(({ check, parameters, expected, observed, standardError, z }) => [
    check,
    Object.entries(parameters)
      .map(([name, value]) => `${name}=${typeof value === 'number' ? value : value.join(':')}`)
      .join(' '),
    digits(expected),
    digits(observed),
    digits(standardError),
    z.toFixed(2),
    Math.abs(z) <= WORST_Z ? 'ok' : 'WRONG',
  ]);
  const heads = ['closed form', 'at', 'expected', 'observed', 'error', 'z', ''];
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const asked = new Set(outcomes.map(({ check }) => check));
  const wrong = rows.filter((row) => row[6] !== 'ok').length;
  return [
    line(heads),
    ...rows.map(line),
    '',
    ...CHECKS.filter(({ name }) => asked.has(name)).map(({ name, source }) => `${name}: ${source}`),
    '',
    wrong === 0
      ? `All ${rows.length} agree within ${WORST_Z} standard errors.`
      : `${wrong} of ${rows.length} are off by more than ${WORST_Z} standard errors.`,
  ];
}

function digits(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(3) : value.toPrecision(5);
}
