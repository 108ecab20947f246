import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSource, openStores } from '@medrec/census/load';
import type { ClinicalResource } from '@medrec/census/record';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths } from './read-source.ts';

// What would be lost: totals can agree while a code, a decade or a group does not. Here is the rest of what the oracle counted
// straight from the FHIR files.

const DATA = outsideData('codes, decades and groups counted straight from FHIR files') ?? '';

const oracleOf = async (set: string) => JSON.parse(await readFile(join(DATA, 'oracle-counts.json'), 'utf8'))[set];

/** Distinct patients for each value. */
function patientsBy(facts: Iterable<readonly [value: string, patient: string | null]>): Map<string, number> {
  const patients = new Map<string, Set<string | null>>();
  for (const [value, patient] of facts) patients.set(value, (patients.get(value) ?? new Set()).add(patient));
  return new Map([...patients].map(([value, set]) => [value, set.size]));
}

const of = (resources: readonly ClinicalResource[], type: string) =>
  resources.filter((resource) => resource.type === type).map(({ json, patientId }) => ({ value: JSON.parse(json), patientId }));

const SYNTHEA = [1, 2, 3, 4].map((part) => join(DATA, `synthea-fhir-r4/synthea-r4-a-${part}.bundles.ndjson.gz`));

describe.skipIf(DATA === '')('Synthea’s bundles', () => {
  it('have the oracle’s birth decades, races, ethnicities and patients by condition', { timeout: 120_000 }, async () => {
    const oracle = await oracleOf('synthea_fhir_r4');
    const { resources } = await readPaths('fhir', SYNTHEA);
    const patients = of(resources, 'Patient');
    const group = (url: string) =>
      Object.fromEntries(
        patientsBy(
          patients.map(({ value, patientId }) => {
            const extension = value.extension.find((one: { url: string }) => one.url.endsWith(url));
            return [extension.extension.find((one: { url: string }) => one.url === 'text').valueString, patientId];
          }),
        ),
      );
    expect(group('us-core-race')).toEqual(oracle.race);
    expect(group('us-core-ethnicity')).toEqual(oracle.ethnicity);
    const decades = patientsBy(patients.map(({ value, patientId }) => [`${value.birthDate.slice(0, 3)}0`, patientId]));
    expect(Object.fromEntries(decades)).toEqual(oracle.birth_decade);
    const codes = patientsBy(of(resources, 'Condition').map(({ value, patientId }) => [value.code.coding[0].code, patientId]));
    expect(codes.size).toBe(oracle.distinct_condition_codes);
    expect([...codes.values()].filter((count) => count < 11)).toHaveLength(oracle.condition_codes_with_fewer_than_11_patients);
    for (const [code, { patients: count }] of Object.entries<{ patients: number }>(oracle.patients_with_condition_snomed))
      expect(codes.get(code), code).toBe(count);
  });

  it('have the oracle’s patients by LOINC code in the warehouse', { timeout: 240_000 }, async () => {
    const oracle = await oracleOf('synthea_fhir_r4');
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    await loadSource({ source: 'fhir', paths: SYNTHEA, ...stores });
    const rows = await stores.warehouse.query('SELECT loinc, count(DISTINCT pid) AS n FROM observation GROUP BY 1');
    const counts = new Map(rows.map(({ loinc, n }) => [String(loinc), Number(n)]));
    for (const [loinc, count] of Object.entries<number>(oracle.patients_with_observation_loinc))
      expect(counts.get(loinc), loinc).toBe(count);
  });
});

describe.skipIf(DATA === '')('MIMIC’s FHIR', () => {
  it('has the oracle’s patients by three-character ICD code, and codes by system', { timeout: 60_000 }, async () => {
    const oracle = await oracleOf('mimic_iv_demo');
    const { resources } = await readPaths('fhir', [join(DATA, 'mimic-iv-demo/fhir/MimicCondition.ndjson.gz')]);
    const coded = of(resources, 'Condition').map(({ value, patientId }) => {
      const { system, code } = value.code.coding[0];
      return { system: system.endsWith('icd9') ? 'icd9' : 'icd10', code: code as string, patientId };
    });
    const systems = {
      icd9: coded.filter(({ system }) => system === 'icd9').length,
      icd10: coded.filter(({ system }) => system === 'icd10').length,
    };
    expect(systems).toEqual(oracle.fhir_condition_codes_by_system);
    const counts = patientsBy(coded.map(({ system, code, patientId }) => [`${system}:${code.slice(0, 3)}`, patientId]));
    for (const [code, count] of Object.entries<number>(oracle.patients_by_icd_3char)) expect(counts.get(code), code).toBe(count);
  });
});
