import { join } from 'node:path';
import { deidentify } from '@medrec/census/deid';
import { loadSource, openStores } from '@medrec/census/load';
import { createOmopSource } from '@medrec/census/sources';
import { describe, expect, it, onTestFinished } from 'vitest';
// Behind the door: the shape of a code is the OMOP source's own guess.
import { icdByShape } from '../../../packages/census/src/sources/omop/codes.ts';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { omopCase } from './cases/omop.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: two patients whose 64-bit ids differ past 2⁵³ would be one, and a diagnosis would be counted under the
// other revision's chapter.

const DATA = outsideData('an OMOP export with its vocabulary') ?? '';

const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

describe('the OMOP source', () => {
  it('joins what other tables say of a person, and codes by vocabulary, unit and form', async () => {
    const { resources } = await readPaths('omop', [await writeFiles(omopCase.files)]);
    const of = (id: string) =>
      deidentify(
        resources.filter(({ patientId }) => patientId === id),
        2026,
        quiet,
      );
    expect(of('omop--9223372036854775808')).toMatchObject({
      person: { birthYear: 1950, sex: 'female', zip3: '021', deceased: false },
      encounters: [{ class: 'IMP', status: 'finished', startYear: 2019, endYear: 2019 }],
      conditions: [{ icdChapter: 9, year: 2019 }],
    });
    expect(of('omop-9007199254740993')).toMatchObject({
      person: { birthYear: 1931, sex: 'male', deceased: true, deathYear: 2020 },
      conditions: [{ icdChapter: 10 }],
    });
    expect(of('omop-9007199254740992').observations).toEqual([
      { loinc: '2345-7', value: 99.5, unit: 'mg/dL', year: 2019, ordinal: 0 },
      { loinc: '2345-7', value: 99.0858, unit: 'mg/dL', year: 2019, ordinal: 1 },
    ]);
  });

  it('reads files anew when a vocabulary or the deaths change, and only then', async () => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const dir = await writeFiles(omopCase.files);
    const load = async () => loadSource({ source: 'omop', paths: [dir], ...stores, presentYear: 2026 });
    await load();
    expect((await load()).files.loaded).toBe(0);
    await writeFiles({ 'DEATH.csv': 'person_id,death_date\n-9223372036854775808,2021-05-06\n' }, dir);
    expect(await load()).toMatchObject({ resources: { replaced: 2 } });
    const dead = await stores.warehouse.query('SELECT death_year FROM person WHERE deceased');
    expect(dead).toEqual([{ death_year: 2021 }]);
  });

  it('keeps of a large vocabulary what the tables name, and codes the same', async () => {
    const dir = await writeFiles(omopCase.files);
    const small = await readPaths(createOmopSource({ wholeVocabularyBytes: 0 }), [dir]);
    expect(small.resources).toEqual((await readPaths('omop', [dir])).resources);
    expect(small.rejections).toEqual([]);
  });

  it('names the bad rows of the tables it joins', async () => {
    const dir = await writeFiles({ ...omopCase.files, 'DEATH.csv': 'person_id,death_date\n1,2020-02-30\n,2020-01-01\n5\n' });
    const { rejections } = await readPaths('omop', [dir]);
    expect(rejections.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'VALUE_INVALID'],
      [3, 'VALUE_INVALID'],
      [4, 'COLUMNS_WRONG'],
    ]);
  });

  it('tells ICD-9 from ICD-10 by form only where one of both can be meant', () => {
    const system = (code: string): string | undefined => icdByShape(code)?.system.split('/').at(-1);
    expect(['4019', '401.9', '486', 'V5861', 'E9320'].map(system)).toEqual(Array(5).fill('icd-9-cm'));
    expect(['I10', 'J189   ', 'E785', 'E11.9', 'V4352XA', 'Z9911', 'S72001A'].map(system)).toEqual(Array(7).fill('icd-10-cm'));
    expect(['E8798', 'E0300', 'SR (Sinus Rhythm)', '225106', '', 'AF'].map(system)).toEqual(Array(6).fill(undefined));
  });
});

describe.skipIf(DATA === '')('Synthea’s 28 persons of New Jersey', () => {
  it('give a resource for each row of each table, and every condition and unit through the vocabulary', { timeout: 60_000 }, async () => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const report = await loadSource({ source: 'omop', paths: [join(DATA, 'omop-synthea27nj')], ...stores });
    // Rows of each table as the data's README counts them.
    expect(report.resources.readByType).toEqual({
      Condition: 470,
      DeviceUseStatement: 1,
      Encounter: 1791,
      MedicationStatement: 883,
      Observation: 10_040 + 8099,
      Patient: 28,
      Procedure: 1649,
    });
    expect(report.rejected.total).toBe(0);
    expect(report.resources.added).toBe(report.resources.read);
    const weights = await stores.warehouse.query("SELECT DISTINCT unit FROM observation WHERE loinc = '29463-7'");
    expect(weights).toEqual([{ unit: 'kg' }]);
    const dead = await stores.warehouse.query('SELECT count(*) AS n FROM person WHERE deceased');
    expect(dead).toEqual([{ n: 3n }]);
  });
});
