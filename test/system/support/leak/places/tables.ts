import { relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Excerpt } from '../scanner.ts';
import { filesUnder } from './files.ts';

const ROWS_AT_ONCE = 5000;

/** Every cell of every Parquet file under a folder, and the file's own metadata. */
export async function* parquetRows(folder: string): AsyncGenerator<Excerpt> {
  const files = (await filesUnder(folder)).filter((path) => path.endsWith('.parquet'));
  for (const path of files) {
    const where = `rows of ${relative(folder, path)}`;
    for (const source of [`'${path}'`, `parquet_kv_metadata('${path}')`, `parquet_schema('${path}')`]) {
      for (const text of await query(':memory:', `SELECT * FROM ${source}`)) yield { where, text };
    }
  }
}

/** Every cell of every table of a DuckDB file that nobody has open. */
export async function* databaseRows(file: string): AsyncGenerator<Excerpt> {
  const tables = await query(file, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'");
  for (const table of tables.join('\n').split('\n')) {
    // Numbers alone would be 102,000 random pids that tell nothing: text cells are what could.
    for (const text of await query(file, `SELECT COLUMNS(c -> c <> 'pid') FROM "${table}"`)) yield { where: `table ${table}`, text };
  }
}

async function query(file: string, sql: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(file, file === ':memory:' ? {} : { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const rows = (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String).join('\t'));
    const texts: string[] = [];
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) texts.push(rows.slice(at, at + ROWS_AT_ONCE).join('\n'));
    return texts;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
