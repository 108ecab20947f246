import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import { loadSource, openStores, type Stores } from '@medrec/census/load';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// What would be lost: products could agree with tests written beside them and with nothing else. These figures were counted
// straight from public files by a script that shares no code with this project; before noise, which only a test can ask for.

const DATA = outsideData('counts of products against real files') ?? '';

interface Cell {
  readonly categories: readonly string[];
  readonly count: number;
}

async function load(...paths: string[]): Promise<Stores> {
  const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
  onTestFinished(() => stores.close());
  await loadSource({ source: 'fhir', paths: paths.map((path) => join(DATA, path)), ...stores });
  return stores;
}

async function cellsOf(id: string, { warehouse }: Stores, referenceYear: number): Promise<Cell[]> {
  const product = catalogue.find(({ definition }) => definition.id === id);
  if (product === undefined) throw new Error(`the catalogue has no ${id}`);
  const { exactCounts } = await product.countExactly(warehouse, { excludedPids: [], referenceYear });
  const cells: Cell[] = [];
  for (const [cell, count] of exactCounts.entries()) {
    if (count === 0) continue;
    let rest = cell;
    const categories = product.definition.dimensions.toReversed().map(({ categories: all }) => {
      const category = all[rest % all.length] ?? '';
      rest = Math.floor(rest / all.length);
      return category;
    });
    cells.push({ categories: categories.toReversed(), count });
  }
  return cells;
}

/** Patients by one dimension. Its cells are of different patients where a patient has one cell. */
function sumBy(cells: readonly Cell[], dimension: number): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { categories, count } of cells) {
    const name = categories[dimension] ?? '';
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

describe.skipIf(DATA === '')('products of public data, before noise', () => {
  it('are the oracle’s for Synthea: sex, ZIP3, completeness, laboratory tests, vital signs', { timeout: 180_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA, 'oracle-counts.json'), 'utf8')).synthea_fhir_r4;
    const stores = await load(...[1, 2, 3, 4].map((n) => `synthea-fhir-r4/synthea-r4-a-${n}.bundles.ndjson.gz`));
    const year = new Date().getUTCFullYear();

    const pyramid = await cellsOf('C01', stores, year);
    expect(sumBy(pyramid, 0)).toEqual(oracle.gender);
    const { none, ...zip3 } = oracle.zip3;
    expect(sumBy(await cellsOf('C02', stores, year), 0)).toEqual({ unknown: none, ...zip3 });

    const elements = sumBy(await cellsOf('C19', stores, year), 0);
    expect(elements).toMatchObject({
      any_record: oracle.patients,
      birth_year: oracle.patients,
      sex: oracle.patients,
      zip3: oracle.patients - none,
    });
    const dead = sumBy(await cellsOf('C13', stores, year), 0);
    expect(dead['alive']).toBe(oracle.deceased.False);

    const loinc = oracle.patients_with_observation_loinc;
    const tests = sumBy(await cellsOf('C08', stores, year), 0);
    expect(tests).toMatchObject({
      haemoglobin: loinc['718-7'],
      leukocytes: loinc['6690-2'],
      platelets: loinc['777-3'],
      cholesterol: loinc['2093-3'],
      ldl_cholesterol: loinc['18262-6'],
      hdl_cholesterol: loinc['2085-9'],
      triglycerides: loinc['2571-8'],
    });
    const vitals = await cellsOf('C09', stores, year);
    const of = (sign: string): number =>
      vitals.filter(({ categories }) => categories[0]?.startsWith(sign)).reduce((sum, { count }) => sum + count, 0);
    expect([of('bmi'), of('systolic'), of('diastolic')]).toEqual([loinc['39156-5'], loinc['55284-4'], loinc['55284-4']]);
  });

  it('are the oracle’s for MIMIC-IV: sex, and every listed ICD-10 category within the bound', { timeout: 120_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA, 'oracle-counts.json'), 'utf8')).mimic_iv_demo;
    const stores = await load(...['Patient', 'Condition', 'Encounter'].map((type) => `mimic-iv-demo/fhir/Mimic${type}.ndjson.gz`));
    // MIMIC shifts each patient's dates by a random number of years, up to this one.
    const pyramid = await cellsOf('C01', stores, 2212);
    expect(sumBy(pyramid, 0)).toEqual(oracle.fhir_gender);
    const categories = sumBy(await cellsOf('C05', stores, 2212), 0);
    const told = Object.entries<number>(oracle.patients_by_icd_3char).filter(([code]) => code.startsWith('icd10:'));
    const facts = await stores.warehouse.query('SELECT icd3, count(DISTINCT pid) AS n FROM condition WHERE icd3 IS NOT NULL GROUP BY 1');
    const patientsWith = new Map(facts.map((row) => [String(row['icd3']), Number(row['n'])]));
    expect(told.length).toBeGreaterThan(0);
    for (const [code, patients] of told) {
      expect(patientsWith.get(code.slice(6)), code).toBe(patients);
      // Bounding drops cells of patients with more than ten categories, and adds none.
      expect(categories[code.slice(6)] ?? 0, code).toBeLessThanOrEqual(patients);
    }
    expect(Object.keys(categories).length).toBeGreaterThan(20);
    expect(Object.values(categories).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10 * oracle.patients);
  });
});
