import type { RowReport } from './row.ts';

/** For people; `--json` has the same as one value. */
export function printReport(
  { row, seed, size, outcome, reason, seconds, checks, figures }: RowReport,
  print: (line: string) => void,
): void {
  print(`${outcome.toUpperCase()}  ${row}, ${size}, seed ${seed}, ${seconds} s${reason === undefined ? '' : `: ${reason}`}`);
  for (const { what, isTrue, found } of checks)
    print(`  ${isTrue ? 'ok    ' : 'FAILED'} ${what}${found === undefined ? '' : ` (${found})`}`);
  for (const [name, value] of Object.entries(figures)) print(`  ${name}: ${value}`);
}
