import { VALUE_COLUMNS } from '@medrec/shared/census';
import { cellsOf, dimensionsOfTier } from '../../package/cells.ts';
import type { ReleaseCheck, ReleasedCell } from '../types.ts';

/** One row for every cell of the public domain, in its order: a missing row would tell that nobody is in it. */
export const schemaCheck: ReleaseCheck = {
  code: 'SCHEMA',
  title: 'the data has every cell of the product’s public domain',
  run({ csv, product, manifest }) {
    const dimensions = dimensionsOfTier(product, manifest.tier);
    if (dimensions === undefined) return 'the product has no such tier';
    const columns = [...dimensions.map(({ name }) => name), ...VALUE_COLUMNS];
    if (columns.join() !== csv.columns.join()) return `the columns are ${csv.columns.join(', ')}`;
    const expected = dimensions.reduce<string[][]>(
      (rows, { categories }) => rows.flatMap((row) => categories.map((c) => [...row, c])),
      [[]],
    );
    const cells = cellsOf(csv);
    if (cells.length !== expected.length) return `it has ${cells.length} rows, the domain ${expected.length} cells`;
    const wrongPlace = cells.findIndex((cell, row) => cell.categories.join('\u0000') !== expected[row]?.join('\u0000'));
    if (wrongPlace >= 0) return `row ${wrongPlace + 1} stands for another cell than the domain’s`;
    const wrongValue = cells.findIndex((cell) => !isWellFormed(cell));
    return wrongValue < 0 ? undefined : `row ${wrongValue + 1} has a value that is no count with its margin`;
  },
};

function isWellFormed({ value, standardError, low, high, withheld }: ReleasedCell): boolean {
  if (withheld) return value === undefined && standardError === undefined && low === undefined && high === undefined;
  if (value === undefined || standardError === undefined || low === undefined || high === undefined) return false;
  return Number.isSafeInteger(value) && standardError > 0 && low <= value && value <= high;
}
