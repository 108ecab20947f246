import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DataTable, formatCsv } from './data-table.ts';

const VALUE_TYPES = { value: 'BIGINT', se: 'DOUBLE', ci_low: 'DOUBLE', ci_high: 'DOUBLE', obs_status: 'VARCHAR', conf_status: 'VARCHAR' };

/**
 * The table as Parquet, in the CSV's order. One thread and fixed options: the same table gives the same bytes with the
 * same DuckDB. DuckDB writes files only, so it passes through a private folder; it holds noisy, suppressed figures.
 */
export async function formatParquet(table: DataTable): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'medrec-release-'));
  const csv = join(folder, 'data.csv');
  const parquet = join(folder, 'data.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    await writeFile(csv, formatCsv(table), { mode: 0o600 });
    const types = { ...Object.fromEntries(table.dimensions.map((name) => [name, 'VARCHAR'])), ...VALUE_TYPES };
    const columns = Object.entries(types)
      .map(([name, type]) => `${literal(name)}: ${literal(type)}`)
      .join(', ');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM read_csv(${literal(csv)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns}}))
       TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    );
    connection.closeSync();
    return new Uint8Array(await readFile(parquet));
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
