import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { icd9Chapter } from '@medrec/census/deid';
import { AGE_SHARES, PREVALENCE_PER_MILLE } from '@medrec/census/generator';
import { describe, expect, it } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';

const DATA = outsideData('the prevalence table’s origin');

describe.skipIf(DATA === undefined)('the generator’s tables', () => {
  it('are what the diabetes data set gives', async () => {
    const packed = await readFile(join(DATA ?? '', 'diabetes130/diabetic_data.part-a.csv.gz'));
    const [head = '', ...rows] = gunzipSync(packed).toString('utf8').split(/\r?\n/).filter(Boolean);
    const names = head.split(',');
    const patients = new Map<string, { sex: string; group: number; chapters: Set<number> }>();
    for (const row of rows) {
      const cells = row.split(',');
      const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
      const group = Number(/\d+/.exec(cell('age'))?.[0]) / 10;
      const patient = patients.get(cell('patient_nbr')) ?? { sex: cell('gender').toLowerCase(), group, chapters: new Set() };
      patients.set(cell('patient_nbr'), patient);
      for (const name of ['diag_1', 'diag_2', 'diag_3']) {
        // The set drops leading zeros and has one code (365.44 and the like) per cell.
        const [whole = '', part] = cell(name).split('.');
        const code = /^\d+$/.test(whole) ? whole.padStart(3, '0') : whole;
        const chapter = icd9Chapter(part === undefined ? code : `${code}.${part}`);
        if (chapter !== null) patient.chapters.add(chapter);
      }
    }
    for (const sex of ['female', 'male'] as const) {
      PREVALENCE_PER_MILLE[sex].forEach((rates, group) => {
        const stratum = [...patients.values()].filter((patient) => patient.sex === sex && patient.group === group);
        const computed = rates.map((_, at) =>
          Math.round((1000 * stratum.filter(({ chapters }) => chapters.has(at + 1)).length) / stratum.length),
        );
        expect(computed, `${sex} ${group}`).toEqual(rates);
      });
    }
  });

  it('are what the standard population gives', async () => {
    const rows = (await readFile(join(DATA ?? '', 'reference/standard-populations.csv'), 'utf8')).split('\n');
    const shares = new Array<number>(10).fill(0);
    for (const row of rows.filter((text) => text.includes('2000 U.S. Standard Population (Census P25-1130)'))) {
      const [age, , share] = row.split(',');
      const group = Math.min(9, Math.floor(Number(age) / 10));
      shares[group] = (shares[group] ?? 0) + Number(share);
    }
    shares.forEach((share, group) => {
      expect(AGE_SHARES[group]).toBeCloseTo(share, 4);
    });
  });
});
