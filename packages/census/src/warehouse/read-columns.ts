import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { MedrecError } from '@medrec/shared/errors';

/** A column of whole numbers, as narrow as its type. */
export type IntegerColumn = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/**
 * Reads a query's columns into typed arrays, a chunk at a time: no row ever becomes an object, and no result is held twice.
 * @param widths one maker of an array per column, in the query's order; every value must be a whole number that fits it
 * @throws MedrecError `COLUMN_NOT_INTEGER` when a value is none, or does not fit.
 */
export async function readColumns(
  connection: DuckDBConnection,
  sql: string,
  params: readonly DuckDBValue[],
  widths: readonly ((length: number) => IntegerColumn)[],
): Promise<readonly IntegerColumn[]> {
  const result = await connection.stream(sql, [...params]);
  let capacity = 4096;
  let columns = widths.map((make) => make(capacity));
  let rows = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    if (rows + chunk.rowCount > capacity) {
      capacity = Math.max(capacity * 2, rows + chunk.rowCount);
      columns = columns.map((column, at) => grown(column, widths[at], capacity));
    }
    for (const [at, column] of columns.entries()) fill(column, chunk.getColumnValues(at), rows);
    rows += chunk.rowCount;
  }
  return columns.map((column) => column.subarray(0, rows));
}

function grown(column: IntegerColumn, make: ((length: number) => IntegerColumn) | undefined, capacity: number): IntegerColumn {
  const larger = make?.(capacity) ?? column;
  larger.set(column);
  return larger;
}

function fill(column: IntegerColumn, values: readonly DuckDBValue[], from: number): void {
  for (const [row, value] of values.entries()) {
    column[from + row] = value as number;
    if (column[from + row] !== value) throw notInteger();
  }
}

function notInteger(): MedrecError {
  return new MedrecError({
    code: 'COLUMN_NOT_INTEGER',
    message: 'A coded column has a value that is no whole number, or none of its width.',
    remedy: 'Load the records again; the coded columns hold only what de-identification lets through.',
  });
}
