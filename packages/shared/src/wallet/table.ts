import { plainText } from '../client/index.ts';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | bigint;
}

/** Lines of a table for people: columns two spaces apart, as wide as their longest cell; no rows, no lines. */
export function tableLines<T>(rows: readonly T[], columns: readonly Column<T>[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map((column) => plainText(String(column.of(row)))));
  const widths = columns.map((column, at) => Math.max(column.title.length, ...cells.map((line) => (line[at] ?? '').length)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)];
}

/** Local date and time to the minute. */
export function timeText(unixSeconds: bigint | number): string {
  const at = new Date(Number(unixSeconds) * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
