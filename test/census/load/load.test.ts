import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generate } from '@medrec/census/generator';
import { type LoadReport, loadSource, openStores, type Stores } from '@medrec/census/load';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

async function open(dir?: string): Promise<Stores & { dir: string }> {
  const folder = dir ?? (await temporaryFolder());
  const stores = await openStores(folder, `0x${'11'.repeat(32)}`);
  onTestFinished(() => stores.close());
  return { ...stores, dir: folder };
}

function load({ vault, warehouse }: Stores, path: string, signal?: AbortSignal): Promise<LoadReport> {
  return loadSource({ source: 'fhir', paths: [path], vault, warehouse, presentYear: 2026, ...(signal ? { signal } : {}) });
}

async function count(stores: Stores, from: string): Promise<number> {
  return Number((await stores.warehouse.query(`SELECT count(*) AS n FROM ${from}`))[0]?.['n']);
}

describe('a load of a generated hospital', () => {
  it('finds all the mess that the manifest counts, and lets no identifier into the warehouse', { timeout: 90_000 }, async () => {
    const dir = await temporaryFolder();
    const { files, mess, patients } = await generate({ patients: 2000, seed: 5, dir, gzip: true });
    const stores = await open();
    const report = await load(stores, dir);
    const lines = files.reduce((sum, file) => sum + file.lines, 0);
    expect(report).toMatchObject({
      files: { loaded: 4, alreadyLoaded: 0, unreadable: 0 },
      resources: {
        read: lines - mess.malformedLines,
        replaced: mess.updatedResources,
        duplicates: { identical: mess.duplicatePatients + mess.repeatedResources, stale: mess.outdatedResources },
        withoutPatient: 0,
      },
      patients: { added: patients, duplicates: mess.duplicatePatients, met: patients },
      rejected: { total: mess.malformedLines, byReason: { JSON_INVALID: mess.malformedLines } },
      census: {
        patients,
        excludedByType: {
          Encounter: mess.enteredInErrorEncounters,
          Condition: mess.enteredInErrorConditions + mess.refutedConditions,
          Observation: mess.enteredInErrorObservations,
        },
        unmappedConditions: 0,
      },
    });
    expect(await count(stores, 'person')).toBe(patients);
    expect(await count(stores, 'person WHERE birth_year IS NULL')).toBe(mess.missingBirthDate);
    expect(await count(stores, "person WHERE sex = 'unknown'")).toBe(mess.unknownGender);
    expect(await count(stores, "person WHERE zip3 IN ('036', '059')")).toBe(0);
    expect(await count(stores, "person WHERE zip3 = '000'")).toBeGreaterThan(0);
    expect(await count(stores, 'person WHERE birth_year < coalesce(death_year, 2026) - 90')).toBe(0);

    // Text columns hold words of public lists only: no name, number, street or id can be among them.
    const words = new Set<unknown>();
    for (const [table, column] of [
      ['person', 'sex'],
      ['person', 'zip3'],
      ['encounter', 'class'],
      ['encounter', 'status'],
      ['condition', 'status'],
      ['observation', 'loinc'],
      ['observation', 'unit'],
    ])
      for (const row of await stores.warehouse.query(`SELECT DISTINCT ${column} AS word FROM ${table}`)) words.add(row['word']);
    for (const word of words)
      expect(String(word)).toMatch(
        /^(female|male|unknown|\d{3}|AMB|IMP|EMER|finished|active|resolved|\d+-\d|mm\[Hg\]|kg\/m2|\/min|%|mg\/dL)$/,
      );
    // No column is wide enough for a day but an observation's value and its place among the patient's own, which ends at their number.
    const columns = await stores.warehouse.query(
      "SELECT data_type FROM information_schema.columns WHERE column_name NOT IN ('pid', 'ordinal')",
    );
    expect(new Set(columns.map((row) => row['data_type']))).toEqual(new Set(['SMALLINT', 'VARCHAR', 'BOOLEAN', 'DOUBLE']));
    const places = 'SELECT max(ordinal) - count(*) AS over FROM observation GROUP BY pid HAVING max(ordinal) >= count(*)';
    expect(await stores.warehouse.query(places)).toEqual([]);
  });

  it('leaves out what is loaded, takes what is new, and counts changed patients anew', async () => {
    const source = await temporaryFolder();
    await generate({ patients: 120, seed: 6, dir: source });
    const stores = await open();
    await load(stores, source);
    const conditions = await count(stores, 'condition');
    const again = await load(stores, source);
    expect(again).toMatchObject({ files: { loaded: 0, alreadyLoaded: 4 }, resources: { read: 0 }, census: { patients: 0 } });
    const added = {
      resourceType: 'Condition',
      id: 'new',
      subject: { reference: 'Patient/p6-0' },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }] },
    };
    await appendFile(join(source, 'Condition.ndjson'), `${JSON.stringify(added)}\n`);
    const third = await load(stores, source);
    expect(third).toMatchObject({ files: { loaded: 1, alreadyLoaded: 3 }, resources: { added: 1 }, census: { patients: 1 } });
    expect(await count(stores, 'condition')).toBe(conditions + 1);
    expect(await count(stores, 'person')).toBe(120);
  });

  it('fills a lost warehouse from the vault, with the same numbers for the same patients', async () => {
    const source = await temporaryFolder();
    await generate({ patients: 100, seed: 4, dir: source });
    const first = await open();
    await load(first, source);
    const sql = 'SELECT * FROM person ORDER BY pid';
    const before = await first.warehouse.query(sql);
    await first.close();
    await rm(join(first.dir, 'warehouse.duckdb'));
    const again = await open(first.dir);
    expect(await load(again, source)).toMatchObject({ files: { alreadyLoaded: 4 }, census: { patients: 100 } });
    expect(await again.warehouse.query(sql)).toEqual(before);
  });

  it('counts everyone anew when the facts are coded in another way than those that lie there', async () => {
    const source = await temporaryFolder();
    await generate({ patients: 100, seed: 3, dir: source });
    const first = await open();
    await load(first, source);
    expect((await load(first, source)).census.patients).toBe(0);
    // As a vault of an earlier version has it.
    await first.vault.collection('warehouse').put('facts', 1);
    await first.close();
    const again = await open(first.dir);
    expect((await load(again, source)).census.patients).toBe(100);
    await again.close();
    expect((await load(await open(first.dir), source)).census.patients).toBe(0);
  });

  it('goes on after a stop, to the same tables', { timeout: 90_000 }, async () => {
    const source = await temporaryFolder();
    await generate({ patients: 400, seed: 8, dir: source });
    const stopped = await open();
    const stop = new AbortController();
    const putResources = stopped.vault.putResources;
    const vault = {
      ...stopped.vault,
      putResources: (...given: Parameters<typeof putResources>) => putResources(...given).finally(() => stop.abort()),
    };
    await expect(load({ ...stopped, vault }, source, stop.signal)).rejects.toMatchObject({ code: 'LOAD_STOPPED' });
    await stopped.close();
    const resumed = await open(stopped.dir);
    await load(resumed, source);
    const straight = await open();
    await load(straight, source);
    for (const table of ['person', 'encounter', 'condition', 'observation']) {
      const sql = `SELECT * EXCLUDE (pid) FROM ${table} ORDER BY ALL`;
      expect(await resumed.warehouse.query(sql)).toEqual(await straight.warehouse.query(sql));
    }
  });

  it('reports a damaged file and loads the others', async () => {
    const source = await temporaryFolder();
    const patient = (id: string): string => `{"resourceType":"Patient","id":"${id}"}\n`;
    await writeFile(join(source, 'a.ndjson.gz'), gzipSync(patient('a').repeat(9)).subarray(0, -6));
    await writeFile(join(source, 'b.ndjson'), patient('b'));
    const stores = await open();
    const report = await load(stores, source);
    expect(report.files).toEqual({ loaded: 1, alreadyLoaded: 0, unreadable: 1 });
    expect(report.rejected.first).toEqual([{ file: join(source, 'a.ndjson.gz'), line: 0, reason: 'FILE_UNREADABLE' }]);
    expect(await stores.vault.findPatient('b')).toBeDefined();
  });
});

describe('a store that fails', () => {
  it('ends the load with its own error, and no file counts as loaded or as unreadable', async () => {
    const source = await temporaryFolder();
    await generate({ patients: 100, seed: 9, dir: source });
    const stores = await open();
    const vault = { ...stores.vault, putResources: () => Promise.reject(new RangeError('disk full')) };
    await expect(load({ ...stores, vault }, source)).rejects.toMatchObject({ code: 'LOAD_STORE_FAILED' });
    expect((await load(stores, source)).files.loaded).toBe(4);
  });
});

describe('patients that stand whole in their files', () => {
  it('are in the warehouse before the load is over', async () => {
    const source = await temporaryFolder();
    const bundle = (id: number): string =>
      JSON.stringify({
        resourceType: 'Bundle',
        entry: [0, 1, 2, 3].map((n) => ({
          resource: { resourceType: n === 0 ? 'Patient' : 'Encounter', id: `x${id}-${n}`, subject: { reference: `Patient/x${id}-0` } },
        })),
      });
    await writeFile(join(source, 'a.ndjson'), Array.from({ length: 600 }, (_, id) => bundle(id)).join('\n'));
    const stores = await open();
    const sizes: number[] = [];
    const warehouse = {
      ...stores.warehouse,
      replacePatients: (...given: Parameters<Stores['warehouse']['replacePatients']>) => {
        sizes.push(given[0].length);
        return stores.warehouse.replacePatients(...given);
      },
    };
    await loadSource({ source: 'fhir', paths: [source], vault: stores.vault, warehouse });
    expect(sizes.length).toBeGreaterThan(1);
    expect(await count(stores, 'person')).toBe(600);
  });
});
