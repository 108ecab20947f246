import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { icd9Chapter } from '@medrec/census/deid';
import { loadSource, openStores } from '@medrec/census/load';
import type { ClinicalResource } from '@medrec/census/record';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths } from './read-source.ts';

// What would be lost: a mapping that shifts a column or drops a repeat still loads without a word; only counts that were taken
// straight from the file, by a script that shares no code with this project, show it.

const DATA = outsideData('counts of CSV against real files') ?? '';

interface Coded {
  readonly code: string;
  readonly value: string | undefined;
  readonly encounter: string;
  readonly patient: string | null;
}

function coded({ json, patientId }: ClinicalResource): Coded {
  const { code, valueCodeableConcept, valueRange, encounter } = JSON.parse(json);
  const value = valueRange ? `[${valueRange.low.value}-${valueRange.high.value})` : valueCodeableConcept?.coding[0].code;
  return { code: code.coding[0].code, value, encounter: encounter.reference, patient: patientId };
}

function tally(values: Iterable<string | undefined>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) if (value !== undefined) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

describe.skipIf(DATA === '')('counts of public CSV files', () => {
  it('agree for the 130 hospitals: encounters, patients, and every variable the oracle counted', { timeout: 240_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA, 'oracle-counts.json'), 'utf8')).diabetes130;
    const { resources, rejections } = await readPaths('diabetes130', [join(DATA, 'diabetes130')]);
    expect(rejections).toEqual([]);
    const of = (type: string): ClinicalResource[] => resources.filter((resource) => resource.type === type);
    const encounters = of('Encounter').map(({ json }) => JSON.parse(json));
    expect(encounters).toHaveLength(oracle.encounters);
    expect(new Set(of('Patient').map(({ id }) => id)).size).toBe(oracle.patients);
    expect(tally(encounters.map(({ type }) => type?.[0].coding[0].code))).toEqual(oracle.admission_type_id);
    expect(tally(encounters.map(({ hospitalization }) => hospitalization.dischargeDisposition?.coding[0].code))).toEqual(
      oracle.discharge_disposition_id,
    );
    expect(encounters.reduce((sum, { length }) => sum + length.value, 0)).toBe(oracle.time_in_hospital_sum.sum);

    const observed = of('Observation').map(coded);
    const values = (code: string): Map<string, Coded> =>
      new Map(observed.filter((fact) => fact.code === code).map((fact) => [fact.encounter, fact]));
    const [ages, sexes, races, a1c, readmitted] = ['30525-0', '46098-0', '32624-9', '4548-4', 'readmitted'].map(values) as [
      Map<string, Coded>,
      Map<string, Coded>,
      Map<string, Coded>,
      Map<string, Coded>,
      Map<string, Coded>,
    ];
    const counted = (facts: Map<string, Coded>): Record<string, number> => tally([...facts.values()].map(({ value }) => value));
    const missing = (facts: Map<string, Coded>): number => oracle.encounters - facts.size;
    expect(counted(ages)).toEqual(oracle.age);
    expect(counted(sexes)).toEqual(oracle.gender);
    expect({ ...counted(races), '?': missing(races) }).toEqual(oracle.race);
    expect({ ...counted(a1c), None: missing(a1c) }).toEqual(oracle.A1Cresult);
    expect(counted(readmitted)).toEqual(oracle.readmitted);
    const cell = (encounter: string): string =>
      `${ages.get(encounter)?.value}|${sexes.get(encounter)?.value}|${races.get(encounter)?.value ?? '?'}`;
    expect(tally([...ages.keys()].map(cell))).toEqual(oracle.age_x_gender_x_race_encounters);
    const people = new Set([...sexes.values()].map((fact) => `${fact.value}|${races.get(fact.encounter)?.value ?? '?'}|${fact.patient}`));
    expect(tally([...people].map((person) => person.slice(0, person.lastIndexOf('|'))))).toEqual(oracle.gender_x_race_distinct_patients);

    const insulin = of('MedicationStatement')
      .map(({ json }) => JSON.parse(json))
      .filter(({ medicationCodeableConcept }) => medicationCodeableConcept.text === 'insulin');
    expect({ ...tally(insulin.map(({ dosage }) => dosage[0].text)), No: oracle.encounters - insulin.length }).toEqual(oracle.insulin);

    const first = of('Condition')
      .map(({ json }) => JSON.parse(json))
      .filter(({ identifier }) => identifier[0].value === 'diag_1')
      .map(({ code }) => strackGroup(code.coding[0].code));
    expect({ ...tally(first), Missing: oracle.encounters - first.length }).toEqual(oracle.diag_1_group);
    const codes = new Set(of('Condition').map(({ json }) => JSON.parse(json).code.coding[0].code as string));
    expect([...codes].filter((code) => icd9Chapter(code) === null)).toEqual([]);
  });

  it('agree for Synthea’s CSV: one resource a row, every patient with her sex and birth year', { timeout: 60_000 }, async () => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const report = await loadSource({ source: 'synthea-csv', paths: [join(DATA, 'synthea-csv')], ...stores });
    // Rows of each table as its README counts them.
    expect(report.resources.readByType).toEqual({
      AllergyIntolerance: 40,
      CarePlan: 49,
      Condition: 438,
      Device: 3,
      Encounter: 604,
      ImagingStudy: 1,
      Immunization: 29,
      MedicationRequest: 663,
      Observation: 990,
      Organization: 63,
      Patient: 27,
      Practitioner: 166,
      Procedure: 249,
    });
    expect(report.rejected.total).toBe(0);
    expect(report.resources.duplicates.identical).toBe(report.resources.read - report.resources.added);
    expect(report.patients.added).toBe(27);
    const rows = await stores.warehouse.query("SELECT sex, birth_year FROM person WHERE sex <> 'unknown' AND birth_year IS NOT NULL");
    expect(rows).toHaveLength(27);
  });

  it('agree for Fitbit: people, days and hours, whichever table tells them', { timeout: 60_000 }, async () => {
    const { resources, rejections } = await readPaths('fitbit', [join(DATA, 'fitbit')]);
    expect(rejections).toEqual([]);
    const unique = new Map(resources.map((resource) => [`${resource.type}/${resource.id}`, resource]));
    const patients = [...unique.values()].filter(({ type }) => type === 'Patient');
    expect(patients).toHaveLength(33);
    const codes = tally(
      [...unique.values()].filter(({ type }) => type === 'Observation').map(({ json }) => JSON.parse(json).code.coding[0].code),
    );
    // README: 940 days, 22,099 hours, 413 nights of which three are there twice, 67 weighings.
    expect(codes).toMatchObject({ '41950-7': 940, '55423-8': 22_099, '41981-2': 22_099, '93832-4': 410, '29463-7': 67 });
  });
});

/** Table 2 of Strack et al. (2014), as the oracle applied it. */
function strackGroup(code: string): string {
  if (/^[EV]/.test(code)) return 'Other';
  const number = Math.floor(Number(code));
  const within = (from: number, to: number): boolean => number >= from && number <= to;
  if (number === 250) return 'Diabetes';
  if (within(390, 459) || number === 785) return 'Circulatory';
  if (within(460, 519) || number === 786) return 'Respiratory';
  if (within(520, 579) || number === 787) return 'Digestive';
  if (within(800, 999)) return 'Injury';
  if (within(710, 739)) return 'Musculoskeletal';
  if (within(580, 629) || number === 788) return 'Genitourinary';
  if (within(140, 239)) return 'Neoplasms';
  return 'Other';
}
