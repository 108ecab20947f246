import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CensusFacts } from '@medrec/census/record';
import { openWarehouse } from '@medrec/census/warehouse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

function facts(birthYear: number, conditions: number): CensusFacts {
  return {
    person: { birthYear, sex: 'female', zip3: '021', deceased: false, deathYear: null },
    encounters: [{ class: 'AMB', status: 'finished', startYear: 2020, endYear: null, stayDays: null, died: false, readmitted: null }],
    conditions: Array.from({ length: conditions }, () => ({ icdChapter: 9, icd3: 'I10', year: 2020, status: 'active' })),
    observations: [{ loinc: '8480-6', value: 120.5, unit: 'mm[Hg]', year: 2020, ordinal: 0 }],
    immunizations: [{ cvx: '140', year: 2020 }],
    family: [{ relation: 'parent', icdChapter: 9 }],
    medications: [{ drugClass: 'C10', year: 2020 }],
    procedures: [{ group: 'surgery', year: 2020 }],
    allergies: [{ category: 'food' }],
  };
}

describe('the warehouse', () => {
  it('replaces a patient’s facts whole, however often', async () => {
    const warehouse = await openWarehouse(':memory:');
    onTestFinished(() => warehouse.close());
    // More rows than a chunk carries.
    const many = Array.from({ length: 3000 }, (_, at) => ({ pid: BigInt(at + 1), facts: facts(1950, 2) }));
    await warehouse.replacePatients(many);
    await warehouse.replacePatients(many.slice(0, 10));
    await warehouse.replacePatients([{ pid: 5n, facts: facts(1960, 1) }]);
    const sql = 'SELECT (SELECT count(*) FROM person) AS p, (SELECT count(*) FROM condition) AS c, (SELECT count(*) FROM observation) AS o';
    expect(await warehouse.query(sql)).toEqual([{ p: 3000n, c: 5999n, o: 3000n }]);
    expect(await warehouse.query('SELECT birth_year FROM person WHERE pid = $1', [5n])).toEqual([{ birth_year: 1960 }]);
    expect(await warehouse.query('SELECT * FROM encounter WHERE pid = 5')).toEqual([
      { pid: 5n, class: 'AMB', status: 'finished', start_year: 2020, end_year: null, stay_days: null, died: false, readmitted: null },
    ]);
  });

  it('shows a reader whole batches only, and outlives a restart', async () => {
    const path = join(await temporaryFolder(), 'warehouse.duckdb');
    const warehouse = await openWarehouse(path);
    const writing = warehouse.replacePatients(Array.from({ length: 2000 }, (_, at) => ({ pid: BigInt(at), facts: facts(1950, 3) })));
    const [seen] = await warehouse.query('SELECT count(*) AS n FROM person');
    expect([0n, 2000n]).toContain(seen?.['n']);
    await writing;
    await warehouse.close();
    const again = await openWarehouse(path);
    expect(await again.query('SELECT count(*) AS n FROM condition')).toEqual([{ n: 6000n }]);
    await again.close();
  });

  it('starts anew where an earlier version left other columns, so that the next load fills it from the vault', async () => {
    const path = join(await temporaryFolder(), 'warehouse.duckdb');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run('CREATE TABLE person (pid BIGINT NOT NULL, birth_year SMALLINT)');
    await connection.run('INSERT INTO person VALUES (1, 1950)');
    connection.closeSync();
    instance.closeSync();
    const warehouse = await openWarehouse(path);
    expect(await warehouse.query('SELECT count(*) AS n FROM person')).toEqual([{ n: 0n }]);
    await warehouse.replacePatients([{ pid: 1n, facts: facts(1950, 1) }]);
    await warehouse.close();
    const again = await openWarehouse(path);
    onTestFinished(() => again.close());
    expect(await again.query('SELECT drug_class, year FROM medication')).toEqual([{ drug_class: 'C10', year: 2020 }]);
  });

  it('reads whole numbers into columns, and refuses what is none or does not fit', async () => {
    const warehouse = await openWarehouse(':memory:');
    onTestFinished(() => warehouse.close());
    const bytes = (length: number) => new Int8Array(length);
    const many = 'SELECT CAST(range % 100 AS INTEGER) FROM range(10000) ORDER BY range';
    const [column] = await warehouse.columns(many, [], [bytes]);
    expect(column).toEqual(Int8Array.from({ length: 10_000 }, (_, at) => at % 100));
    for (const value of ['200', '1.5', 'NULL'])
      await expect(warehouse.columns(`SELECT ${value}`, [], [bytes])).rejects.toMatchObject({ code: 'COLUMN_NOT_INTEGER' });
  });
});
