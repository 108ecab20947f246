import { BIGINT, type DuckDBConnection, DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import type { PatientFacts, Table } from './schema.ts';

/** DuckDB's vector size: the most rows a chunk carries. */
const CHUNK_ROWS = 2048;

/** Adds the patients' rows of one table, column by column in chunks, some ten times as fast as by INSERT. */
export async function appendRows(connection: DuckDBConnection, table: Table, patients: readonly PatientFacts[]): Promise<void> {
  const types = [BIGINT, ...table.columns.map(([, type]) => type)];
  const appender = await connection.createAppender(table.name);
  let columns: DuckDBValue[][] = types.map(() => []);
  const flush = (): void => {
    const rowCount = columns[0]?.length ?? 0;
    if (rowCount === 0) return;
    const chunk = DuckDBDataChunk.create(types, rowCount);
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    columns = types.map(() => []);
  };
  for (const { pid, facts } of patients) {
    for (const row of table.rows(facts)) {
      columns[0]?.push(pid);
      row.forEach((value, position) => void columns[position + 1]?.push(value));
      if (columns[0]?.length === CHUNK_ROWS) flush();
    }
  }
  flush();
  appender.closeSync();
}
