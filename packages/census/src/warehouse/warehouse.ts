import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BIGINT, type DuckDBConnection, DuckDBInstance, type DuckDBValue, LIST, listValue } from '@duckdb/node-api';
import { MedrecError } from '@medrec/shared/errors';
import { appendRows } from './append-rows.ts';
import { type IntegerColumn, readColumns } from './read-columns.ts';
import { createTableSql, type PatientFacts, TABLES } from './schema.ts';

export type WarehouseRow = Readonly<Record<string, DuckDBValue>>;

/** The de-identified tables, coded columns only (`schema.ts`). */
export interface Warehouse {
  /** Puts each patient's facts in place of those she had, in one transaction: all of the batch or nothing. */
  replacePatients(patients: readonly PatientFacts[]): Promise<void>;
  /** Rows as objects keyed by column; parameters are bound to `$1`, `$2`, … Sees whole batches only. */
  query(sql: string, params?: readonly DuckDBValue[]): Promise<readonly WarehouseRow[]>;
  /** Columns of whole numbers, in the query's order and the widths asked for; as `query`, in the same transaction. */
  columns(
    sql: string,
    params: readonly DuckDBValue[],
    widths: readonly ((length: number) => IntegerColumn)[],
  ): Promise<readonly IntegerColumn[]>;
  close(): Promise<void>;
}

/**
 * Opens the warehouse's file, or makes it; `:memory:` for none. One process at a time.
 * @throws MedrecError `WAREHOUSE_LOCKED`, `WAREHOUSE_UNREADABLE`.
 */
export async function openWarehouse(path: string): Promise<Warehouse> {
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(path).catch((cause: unknown) => Promise.reject(openError(path, cause)));
  if (path !== ':memory:') await chmod(path, 0o600);
  // Of their own, so that a query never sees half a batch nor waits for one.
  const writer = await instance.connect();
  const reader = await instance.connect();
  await createTables(writer);

  let writes: Promise<void> = Promise.resolve();
  let reads: Promise<unknown> = Promise.resolve();
  return {
    replacePatients(patients) {
      const result = writes.then(() => replacePatients(writer, patients));
      writes = result.catch(() => undefined);
      return result;
    },
    query(sql, params = []) {
      const result = reads.then(async () => (await reader.runAndReadAll(sql, [...params])).getRowObjects());
      reads = result.catch(() => undefined);
      return result;
    },
    columns(sql, params, widths) {
      const result = reads.then(() => readColumns(reader, sql, params, widths));
      reads = result.catch(() => undefined);
      return result;
    },
    async close() {
      await Promise.all([writes, reads]);
      writer.closeSync();
      reader.closeSync();
      instance.closeSync();
    },
  };
}

/** Makes the tables. Those of an earlier version go, all of them: the next load fills an empty warehouse from the vault. */
async function createTables(writer: DuckDBConnection): Promise<void> {
  const found = new Map<string, string>();
  const rows = await writer.runAndReadAll(
    "SELECT table_name, string_agg(column_name, ' ' ORDER BY ordinal_position) AS columns FROM information_schema.columns GROUP BY 1",
  );
  for (const row of rows.getRowObjects()) found.set(String(row['table_name']), String(row['columns']));
  const isOld = TABLES.some(
    ({ name, columns }) => found.has(name) && found.get(name) !== ['pid', ...columns.map(([column]) => column)].join(' '),
  );
  await writer.run('BEGIN');
  for (const table of TABLES) {
    if (isOld) await writer.run(`DROP TABLE IF EXISTS ${table.name}`);
    await writer.run(createTableSql(table));
  }
  await writer.run('COMMIT');
}

async function replacePatients(writer: DuckDBConnection, patients: readonly PatientFacts[]): Promise<void> {
  if (patients.length === 0) return;
  const pids = listValue(patients.map(({ pid }) => pid));
  await writer.run('BEGIN');
  try {
    const known = await writer.runAndReadAll(
      'SELECT count(*) AS known FROM person WHERE pid IN (SELECT unnest($1))',
      [pids],
      [LIST(BIGINT)],
    );
    if (known.getRowObjects()[0]?.['known'] !== 0n) {
      for (const { name } of TABLES) await writer.run(`DELETE FROM ${name} WHERE pid IN (SELECT unnest($1))`, [pids], [LIST(BIGINT)]);
    }
    for (const table of TABLES) await appendRows(writer, table, patients);
    await writer.run('COMMIT');
  } catch (cause) {
    await writer.run('ROLLBACK');
    throw new MedrecError({
      code: 'WAREHOUSE_WRITE_FAILED',
      message: 'A batch of patients could not be written to the warehouse; none of it was.',
      facts: { patients: patients.length },
      cause,
      remedy: 'Check the disk’s free space and load again.',
    });
  }
}

function openError(path: string, cause: unknown): MedrecError {
  const locked = cause instanceof Error && /lock/i.test(cause.message);
  return new MedrecError({
    code: locked ? 'WAREHOUSE_LOCKED' : 'WAREHOUSE_UNREADABLE',
    message: locked ? 'Another process has the warehouse open.' : 'The warehouse’s file could not be opened.',
    facts: { path },
    cause,
    remedy: locked
      ? 'Stop the serving process, or let it do the loading.'
      : 'Check the disk; the warehouse can be made anew from the vault.',
  });
}
