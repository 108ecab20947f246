import type { IntegerColumn } from './cohort.ts';

/**
 * Groups rows by patient in two passes over the columns (a counting sort), whatever order the warehouse gave them in.
 * @param patient place of each row's patient
 * @returns where each patient's rows begin, and the columns in the new order
 */
export function groupRows(
  size: number,
  patient: IntegerColumn,
  columns: readonly IntegerColumn[],
): { readonly from: Uint32Array; readonly columns: readonly IntegerColumn[] } {
  const from = new Uint32Array(size + 1);
  for (let row = 0; row < patient.length; row++) {
    const next = (patient[row] as number) + 1;
    from[next] = (from[next] as number) + 1;
  }
  for (let at = 0; at < size; at++) from[at + 1] = (from[at + 1] as number) + (from[at] as number);
  const next = from.slice();
  const places = new Uint32Array(patient.length);
  for (let row = 0; row < patient.length; row++) {
    const at = patient[row] as number;
    const place = next[at] as number;
    places[row] = place;
    next[at] = place + 1;
  }
  return { from, columns: columns.map((column) => moved(column, places)) };
}

function moved(column: IntegerColumn, places: Uint32Array): IntegerColumn {
  const target = column.slice();
  for (let row = 0; row < places.length; row++) target[places[row] as number] = column[row] as number;
  return target;
}
