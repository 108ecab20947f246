import { MedrecError } from '@medrec/shared/errors';

/** Cells of an exact table with its totals; more would take the solver minutes. Coarser categories are the way past it. */
const CELL_LIMIT = 4000;

/** A table with the totals along every axis: axis i has its n categories and then the total, so n + 1 places. Row-major. */
export interface BorderedTable {
  /** Categories per axis, totals not among them. */
  readonly sizes: readonly number[];
  readonly values: Float64Array;
  /** For each line along an axis: its cells, the total last. The cells add up to the total. */
  readonly lines: readonly Int32Array[];
}

/**
 * @param counts Row-major over the sizes.
 * @throws MedrecError `EXACT_TABLE_INVALID` for counts that are none, one axis, more than three, or too many cells.
 */
export function borderTable(sizes: readonly number[], counts: ArrayLike<number>): BorderedTable {
  const widths = sizes.map((size) => size + 1);
  const cells = widths.reduce((product, width) => product * width, 1);
  refuseInvalid(sizes, counts, cells);
  const values = new Float64Array(cells);
  let next = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    if (placesOf(cell, widths).some((place, axis) => place === sizes[axis])) continue;
    values[cell] = counts[next] as number;
    next += 1;
  }
  const lines: Int32Array[] = [];
  for (let axis = 0; axis < sizes.length; axis += 1) {
    const stride = widths.slice(axis + 1).reduce((product, width) => product * width, 1);
    const size = sizes[axis] ?? 0;
    for (let cell = 0; cell < cells; cell += 1) {
      if (placesOf(cell, widths)[axis] !== 0) continue;
      const line = Int32Array.from({ length: size + 1 }, (_, at) => cell + at * stride);
      values[cell + size * stride] = line.subarray(0, size).reduce((sum, at) => sum + (values[at] as number), 0);
      lines.push(line);
    }
  }
  return { sizes, values, lines };
}

/** Axis by axis, a cell's category or, past the last one, its total. */
export function placesOf(cell: number, widths: readonly number[]): number[] {
  const places: number[] = [];
  let rest = cell;
  for (const width of widths.toReversed()) {
    places.unshift(rest % width);
    rest = Math.floor(rest / width);
  }
  return places;
}

function refuseInvalid(sizes: readonly number[], counts: ArrayLike<number>, cells: number): void {
  const rules: readonly (readonly [boolean, string])[] = [
    [sizes.length === 2 || sizes.length === 3, 'two or three axes'],
    [sizes.every((size) => Number.isSafeInteger(size) && size >= 1), 'every axis has a category at least'],
    [counts.length === sizes.reduce((product, size) => product * size, 1), 'a count for every cell'],
    [Array.from(counts).every((count) => Number.isSafeInteger(count) && count >= 0), 'counts are whole numbers, none negative'],
    [cells <= CELL_LIMIT, 'at most 4,000 cells with the totals'],
  ];
  const broken = rules.find(([holds]) => !holds);
  if (broken === undefined) return;
  throw new MedrecError({
    code: 'EXACT_TABLE_INVALID',
    message: 'No exact table can be made of this.',
    facts: { rule: broken[1] },
    remedy: 'Coarsen the categories or leave an axis out.',
  });
}
