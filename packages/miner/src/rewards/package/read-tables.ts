import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import type { ReleaseTable } from '../verify-release/types.ts';

/** Both data files of a package as text cells. @throws MedrecError `PACKAGE_DATA_UNREADABLE` */
export async function readTables(csv: Uint8Array, parquet: Uint8Array): Promise<{ csv: ReleaseTable; parquet: ReleaseTable }> {
  const { DuckDBInstance } = await import('@duckdb/node-api'); // a large native library, needed at the first release
  const folder = await mkdtemp(join(tmpdir(), 'medrec-verify-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const paths = { csv: join(folder, 'data.csv'), parquet: join(folder, 'data.parquet') };
    await Promise.all([writeFile(paths.csv, csv), writeFile(paths.parquet, parquet)]);
    const connection = await instance.connect();
    const read = async (from: string): Promise<ReleaseTable> => {
      const reader = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM ${from}`);
      return {
        columns: reader.columnNames(),
        rows: reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))),
      };
    };
    try {
      return {
        csv: await read(
          `read_csv('${paths.csv}', header = true, all_varchar = true, auto_detect = false, delim = ',', quote = '"', columns = ${csvColumns(csv)})`,
        ),
        parquet: await read(`read_parquet('${paths.parquet}')`),
      };
    } finally {
      connection.closeSync();
    }
  } catch (cause) {
    if (cause instanceof MedrecError) throw cause;
    throw new MedrecError({
      code: 'PACKAGE_DATA_UNREADABLE',
      message: 'A data file of the release cannot be read.',
      cause,
      remedy: 'Claim the release again; if it comes the same, open a dispute with the provider.',
    });
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

const MAX_HEADER_BYTES = 4096;

/** The header's names as DuckDB's column list; plain names only, because they enter an SQL text. */
function csvColumns(csv: Uint8Array): string {
  const end = csv.subarray(0, MAX_HEADER_BYTES).indexOf(0x0a);
  const names = new TextDecoder()
    .decode(csv.subarray(0, Math.max(end, 0)))
    .trimEnd()
    .split(',');
  if (names.some((name) => !/^[a-z][a-z0-9_]{0,31}$/.test(name))) {
    throw new MedrecError({ code: 'PACKAGE_DATA_UNREADABLE', message: 'The header of data.csv is not a list of plain names.' });
  }
  return `{${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`;
}
