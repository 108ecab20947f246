import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import { conditionChapter } from '@medrec/census/deid';
import { loadSource, openStores, type Stores } from '@medrec/census/load';
import type { ClinicalResource } from '@medrec/census/record';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths } from './read-source.ts';

// What would be lost: a hospital's format would decide what a lab is told. MIMIC's fifty patients come as FHIR and as OMOP.

const DATA = outsideData('the same patients in two formats') ?? '';
const FHIR = join(DATA, 'mimic-iv-demo/fhir');
const OMOP = join(DATA, 'mimic-iv-demo/omop');

async function load(source: string, path: string): Promise<Stores> {
  const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
  onTestFinished(() => stores.close());
  await loadSource({ source, paths: [path], ...stores });
  return stores;
}

describe.skipIf(DATA === '')('MIMIC’s patients as FHIR and as OMOP', () => {
  it('are the oracle’s fifty, and the same by identifier, sex and birth year', { timeout: 60_000 }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA, 'oracle-counts.json'), 'utf8')).mimic_iv_demo;
    const people = async (source: string, path: string): Promise<string[]> => {
      const { resources, rejections } = await readPaths(source, [path]);
      expect(rejections).toEqual([]);
      return resources
        .filter(({ type }) => type === 'Patient')
        .map(({ json }) => JSON.parse(json))
        .map(({ identifier, gender, birthDate }) => `${identifier[0].value} ${gender} ${birthDate.slice(0, 4)}`)
        .sort();
    };
    const fhir = await people('fhir', join(FHIR, 'MimicPatient.ndjson.gz'));
    expect(fhir).toHaveLength(oracle.patients);
    expect(await people('omop', OMOP)).toEqual(fhir);
    expect(fhir.filter((person) => person.includes(' male '))).toHaveLength(oracle.omop_gender_concept['8507']);
  });

  it('give the same pyramid, cell for cell, in every reference year', { timeout: 120_000 }, async () => {
    const [fhir, omop] = [await load('fhir', FHIR), await load('omop', OMOP)];
    const pyramid = catalogue.find(({ definition }) => definition.id === 'C01');
    if (pyramid === undefined) throw new Error('the catalogue has no C01');
    let counted = 0;
    for (const referenceYear of [2120, 2130, 2140, 2150, 2160, 2170, 2180, 2190, 2200, 2210]) {
      const cells = async ({ warehouse }: Stores): Promise<Int32Array> =>
        (await pyramid.countExactly(warehouse, { excludedPids: [], referenceYear })).exactCounts;
      const expected = await cells(fhir);
      expect(await cells(omop), String(referenceYear)).toEqual(expected);
      counted = expected.reduce((sum, value) => sum + value, 0);
    }
    expect(counted).toBe(50);
  });

  it('have the same diagnoses but for what the export left out and what a form cannot tell', { timeout: 60_000 }, async () => {
    const fhir = (await readPaths('fhir', [join(FHIR, 'MimicCondition.ndjson.gz'), join(FHIR, 'MimicPatient.ndjson.gz')])).resources;
    const omop = (await readPaths('omop', [OMOP])).resources;
    const told = (resources: readonly ClinicalResource[], codeOf: (condition: { code: Code }) => string | undefined) => {
      const patients = new Map(
        resources.filter(({ type }) => type === 'Patient').map(({ id, json }) => [id, JSON.parse(json).identifier[0].value as string]),
      );
      return resources
        .filter(({ type }) => type === 'Condition')
        .map((resource) => ({ condition: JSON.parse(resource.json) as { code: Code }, patient: patients.get(resource.patientId ?? '') }))
        .map(({ condition, patient }) => ({
          key: `${patient} ${codeOf(condition)}`,
          code: codeOf(condition),
          chapter: conditionChapter(condition.code.coding ?? []).chapter,
        }));
    };
    const hospital = told(fhir, ({ code }) => code.coding?.[0]?.code);
    // A billed diagnosis is an ICD code; the monitor's rhythms (`SR (Sinus Rhythm)`) and item numbers of six digits are not.
    const billed = told(omop, ({ code }) => code.text).filter(
      ({ code }) => /^[0-9A-Z]{3,7}$/.test(code ?? '') && !/^\d{6}$/.test(code ?? ''),
    );
    const chapters = new Map(hospital.map(({ key, chapter }) => [key, chapter]));
    // Each row of OMOP is one of FHIR's, under the same chapter where OMOP's form tells one at all.
    expect(billed.filter(({ key }) => !chapters.has(key))).toEqual([]);
    expect(billed.filter(({ key, chapter }) => chapter !== null && chapter !== chapters.get(key))).toEqual([]);
    const untold = billed.filter(({ chapter }) => chapter === null);
    const causes = {
      hospital: hospital.length,
      billed: billed.length,
      // E80–E89 may be of either revision; the vocabulary that would tell is not in this export.
      ambiguous: untold.filter(({ code }) => /^E8\d/.test(code ?? '')).length,
      untoldOtherwise: untold.filter(({ code }) => !/^E8\d/.test(code ?? '')).length,
      // Diagnoses that OMOP puts by domain into OBSERVATION, PROCEDURE or MEASUREMENT, tables that this copy lacks.
      elsewhere: hospital.length - billed.length,
    };
    expect(causes).toEqual({ hospital: 2307, billed: 1972, ambiguous: 53, untoldOtherwise: 0, elsewhere: 335 });
  });
});

interface Code {
  readonly coding?: readonly { readonly code?: string }[];
  readonly text?: string;
}
