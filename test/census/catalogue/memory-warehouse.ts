import { DuckDBInstance } from '@duckdb/node-api';
import type { CensusWarehouse } from '@medrec/census/catalogue';

export interface TestPatient {
  readonly pid: string;
  readonly birthYear: number | null;
  readonly sex: string;
  readonly encounters?: readonly { status: string; startYear: number | null }[];
  readonly conditions?: readonly { chapter: number | null; year: number | null; status: string }[];
}

/** The warehouse's tables in memory, filled row by row in the order given. */
export async function createMemoryWarehouse(patients: readonly TestPatient[]): Promise<CensusWarehouse> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run('CREATE TABLE person (pid VARCHAR, birth_year INTEGER, sex VARCHAR, zip3 VARCHAR, death_year INTEGER)');
  await connection.run('CREATE TABLE encounter (pid VARCHAR, class VARCHAR, start_year INTEGER, end_year INTEGER, status VARCHAR)');
  await connection.run('CREATE TABLE condition (pid VARCHAR, icd_chapter INTEGER, year INTEGER, status VARCHAR)');
  const insert = async (table: string, rows: readonly (readonly (string | number | null)[])[]): Promise<void> => {
    if (rows.length === 0) return;
    const values = rows.map((row) => `(${row.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ')})`);
    await connection.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  };
  await insert(
    'person',
    patients.map(({ pid, birthYear, sex }) => [pid, birthYear, sex, null, null]),
  );
  await insert(
    'encounter',
    patients.flatMap(({ pid, encounters = [] }) => encounters.map(({ status, startYear }) => [pid, 'AMB', startYear, startYear, status])),
  );
  await insert(
    'condition',
    patients.flatMap(({ pid, conditions = [] }) => conditions.map(({ chapter, year, status }) => [pid, chapter, year, status])),
  );
  return { query: async (sql, params = []) => (await connection.runAndReadAll(sql, [...params])).getRowObjects() };
}
