import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conditionChapter } from '@medrec/census/deid';
import { type LoadReport, loadSource, openStores, type Stores } from '@medrec/census/load';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const DATA = outsideData('counts against real files');

async function load(...paths: string[]): Promise<{ stores: Stores; report: LoadReport }> {
  const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
  onTestFinished(() => stores.close());
  const absolute = paths.map((path) => join(DATA ?? '', path));
  return { stores, report: await loadSource({ source: 'fhir', paths: absolute, vault: stores.vault, warehouse: stores.warehouse }) };
}

async function counts(stores: Stores, sql: string): Promise<Record<string, number>> {
  return Object.fromEntries((await stores.warehouse.query(sql)).map((row) => [String(row['name'] ?? 'none'), Number(row['n'])]));
}

// The oracle's figures were counted straight from the files by a script that shares no code with this project.
describe.skipIf(DATA === undefined)('counts of public data', () => {
  it('agree for Synthea’s bundles: patients, resources, gender, ZIP3, deaths, conditions', { timeout: 120_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA ?? '', 'oracle-counts.json'), 'utf8')).synthea_fhir_r4;
    const { stores, report } = await load(...[1, 2, 3, 4].map((n) => `synthea-fhir-r4/synthea-r4-a-${n}.bundles.ndjson.gz`));
    expect(report.resources.readByType).toEqual(oracle.resources);
    expect(report.patients.added).toBe(oracle.patients);
    expect(report.rejected.total).toBe(0);
    expect(report.census.unmappedCodes).toEqual({});
    expect(await counts(stores, 'SELECT sex AS name, count(*) AS n FROM person GROUP BY 1')).toEqual(oracle.gender);
    // No area of this part of Massachusetts is restricted, so the raw and the told prefixes are the same.
    expect(await counts(stores, 'SELECT zip3 AS name, count(*) AS n FROM person GROUP BY 1')).toEqual(oracle.zip3);
    expect(await counts(stores, 'SELECT deceased AS name, count(*) AS n FROM person GROUP BY 1')).toEqual({
      false: oracle.deceased.False,
      true: oracle.deceased.True,
    });
    expect((await counts(stores, "SELECT 'n' AS name, count(*) AS n FROM condition"))['n']).toBe(oracle.resources.Condition);
    // Every identifier that the Patient resources carry, against every text cell.
    const secrets = new Set<string>();
    for await (const patient of stores.vault.patients()) {
      for (const { type, json } of await stores.vault.resourcesOf(patient))
        if (type === 'Patient') collect(identifying(JSON.parse(json)), secrets);
    }
    const cells = [
      'person.zip3',
      'person.sex',
      'encounter.class',
      'encounter.status',
      'condition.status',
      'observation.loinc',
      'observation.unit',
    ];
    for (const cell of cells) {
      const [table, column] = cell.split('.');
      for (const word of Object.keys(await counts(stores, `SELECT DISTINCT ${column} AS name, 1 AS n FROM ${table}`))) {
        expect(secrets.has(word), `${cell} ${word}`).toBe(false);
      }
    }
  });

  it('agree for MIMIC-IV’s FHIR: patients, gender, every condition with a chapter', { timeout: 120_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA ?? '', 'oracle-counts.json'), 'utf8')).mimic_iv_demo;
    const { stores, report } = await load(
      ...['Patient', 'Condition', 'Encounter'].map((type) => `mimic-iv-demo/fhir/Mimic${type}.ndjson.gz`),
    );
    expect(report.patients.added).toBe(oracle.patients);
    expect(await counts(stores, 'SELECT sex AS name, count(*) AS n FROM person GROUP BY 1')).toEqual(oracle.fhir_gender);
    const { icd9, icd10 } = oracle.fhir_condition_codes_by_system;
    expect(report.resources.readByType['Condition']).toBe(icd9 + icd10);
    expect(report.census.unmappedCodes).toEqual({});
  });

  it('agree for the bulk export, where ten patients’ files and a thousand’s overlap by thirteen', { timeout: 120_000 }, async () => {
    const { report } = await load('synthea-bulk/10-patients', 'synthea-bulk/Patient.1000-patients.ndjson.gz');
    expect(report.patients).toMatchObject({ added: 586, duplicates: 13 });
    expect(report.census.unmappedCodes).toEqual({});
  });

  it('map every condition code that the code map lists', async () => {
    const rows = (await readFile(join(DATA ?? '', 'reference/synthea-a-code-map.csv'), 'utf8')).split('\n');
    const codes = rows.filter((row) => row.startsWith('Condition,')).map((row) => row.split(',').slice(1, 3));
    expect(codes).toHaveLength(121);
    for (const [system, code] of codes) expect(conditionChapter([{ system, code }]).chapter, code).not.toBeNull();
  });
});

function identifying({ id, identifier, name, telecom, address, text, birthDate, contact }: Record<string, unknown>): unknown {
  return [id, identifier, name, telecom, address, text, birthDate, contact];
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, into);
}
