import { cellsOf } from '../package/cells.ts';
import type { OpenedRelease, ReleasedCell } from '../verify-release/types.ts';

const MAX_ROWS = 60;
const WITHHELD = '·';
/** Half the width of a 95 % interval of a normal distribution, in standard errors. */
const Z95 = 1.96;

/**
 * A release as text: the dimension with the fewest categories across, all others down, `value ± margin` in each cell
 * and `·` where it is withheld. Of a long table the rows with something in them.
 */
export function textTable(release: OpenedRelease): string[] {
  const { csv, product } = release;
  const names = csv.columns.slice(0, csv.columns.length - 6);
  const sizes = names.map((name) => product.dimensions.find((dimension) => dimension.name === name)?.categories.length ?? 0);
  const across = sizes.lastIndexOf(Math.min(...sizes));
  const columns = product.dimensions.find(({ name }) => name === names[across])?.categories ?? [];
  const rows = Map.groupBy(cellsOf(csv), ({ categories }) => categories.filter((_, i) => i !== across).join(', '));
  const header = [names.filter((_, i) => i !== across).join(', '), ...columns];
  const body = [...rows].map(([label, cells]) => [
    label,
    ...columns.map((column) => show(cells.find(({ categories }) => categories[across] === column))),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...body].map((row) => row[column]?.length ?? 0)));
  const print = (row: readonly string[]): string =>
    row.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ');
  const shown = body.length > MAX_ROWS ? body.filter(([, ...cells]) => cells.some((cell) => cell !== WITHHELD)).slice(0, MAX_ROWS) : body;
  const lines = [print(header), widths.map((width) => '-'.repeat(width)).join('  '), ...shown.map(print)];
  return shown.length < body.length
    ? [...lines, `… and ${body.length - shown.length} rows in data.csv, most of them wholly withheld`]
    : lines;
}

function show(cell: ReleasedCell | undefined): string {
  if (cell === undefined || cell.withheld || cell.value === undefined) return WITHHELD;
  return `${cell.value} ± ${Math.round(Z95 * (cell.standardError ?? 0))}`;
}
