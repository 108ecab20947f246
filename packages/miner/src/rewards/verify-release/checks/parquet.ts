import type { ReleaseCheck } from '../types.ts';

/** The two data files say the same, cell by cell, whatever number format each uses. */
export const parquetCheck: ReleaseCheck = {
  code: 'PARQUET',
  title: 'data.parquet and data.csv hold the same cells',
  run({ csv, parquet }) {
    if (csv.columns.join() !== parquet.columns.join()) return 'their columns differ';
    if (csv.rows.length !== parquet.rows.length) return 'their numbers of rows differ';
    for (const [at, row] of csv.rows.entries()) {
      const other = parquet.rows[at] ?? [];
      if (!row.every((value, column) => isSame(value, other[column] ?? null))) return `row ${at + 1} differs`;
    }
    return undefined;
  },
};

/** CSV has no null: an empty field stands for it. */
function isSame(a: string | null, b: string | null): boolean {
  const [left, right] = [a ?? '', b ?? ''];
  if (left === right) return true;
  return left !== '' && right !== '' && Number(left) === Number(right);
}
