import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import { describe, expect, it } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: a genotype read under the wrong column is another person's, and one in a census would name its patient.

const DATA = outsideData('genotype files of six vendors') ?? '';

async function read(text: string) {
  const { resources, rejections } = await readPaths('genotype', [await writeFiles({ 'p1.txt': text })]);
  const values = resources.map(({ json }) => JSON.parse(json));
  const calls = values.flatMap(({ referenceSeq, variant }) =>
    variant.map((one: Record<string, unknown>) => [one['id'], referenceSeq.chromosome.coding[0].code, one['start'], one['observedAllele']]),
  );
  return { resources, calls, values, rejections: rejections.map(({ line, reason }) => [line, reason]) };
}

describe('the genotype source', () => {
  it('reads each vendor’s columns, alleles in one column or two, and no call as none', async () => {
    const expected = [
      ['rs1', '1', 101, 'A/G'],
      ['rs2', 'X', 102, 'C'],
    ];
    expect((await read('# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t101\tGA\nrs2\tX\t102\tC\nrs3\t2\t5\t--\n')).calls).toEqual(
      expected,
    );
    expect((await read('rsid\tchromosome\tposition\tallele1\tallele2\nrs1\t1\t101\tG\tA\nrs2\t23\t102\tC\t\n')).rejections).toEqual([]);
    expect((await read('RSID,CHROMOSOME,POSITION,RESULT\n"rs1","1","101","AG"\n"rs2","X","102","C"\n"rs3","1","7","--"\n')).calls).toEqual(
      expected,
    );
    expect((await read('rs1\tchr1\t101\tGA\nrs2\t23\t102\tC\n')).calls).toEqual(expected);
    expect((await read('# build 37\nrs1\t1\t101\tGA\n')).values[0].referenceSeq.genomeBuild).toBe('GRCh37');
  });

  it('keeps neither of two readings of one place, and one of two alike', async () => {
    const { calls, rejections } = await read('rs1\t1\t101\tGA\nrs1\t1\t101\tAG\nrs2\t1\t102\tCC\nrs2\t1\t102\tCT\n');
    expect(calls).toEqual([['rs1', '1', 101, 'A/G']]);
    expect(rejections).toEqual([[4, 'CALL_CONFLICTING']]);
  });

  it('names lines that are no call and files that are no genotype', async () => {
    expect((await read('rs1\t1\t101\tAX\nrs 2\t1\t1\tAA\nrs3\t1\t1e3\tAA\nrs4\t1\nrs5\t1\t5\tAA\n')).rejections).toEqual([
      [1, 'VALUE_INVALID'],
      [2, 'VALUE_INVALID'],
      [3, 'VALUE_INVALID'],
      [4, 'COLUMNS_WRONG'],
    ]);
    expect((await read('Dear Anna,\n')).rejections.at(-1)).toEqual([0, 'GENOTYPE_MISSING']);
    const { rejections } = await readPaths('genotype', [await writeFiles({ 'Anna Quimby.txt': 'rs1\t1\t5\tAA\n' })]);
    expect(rejections).toMatchObject([{ line: 0, reason: 'PATIENT_MISSING' }]);
  });
});

describe.skipIf(DATA === '')('files of public test suites', () => {
  it('load or are told why, and none reaches the census', async () => {
    const lines = gunzipSync(await readFile(join(DATA, 'genotype/dtc-files-a.ndjson.gz')))
      .toString('utf8')
      .split('\n')
      .filter(Boolean);
    const files = lines.map((line) => JSON.parse(line) as { path: string; text: string });
    const eight = ['rs1', 'rs2', 'rs3', 'rs4', 'rs6', 'rs7', 'rs8'];
    for (const { path, text } of files) {
      const { resources, calls, rejections } = await read(text);
      expect(resources.length + rejections.length, path).toBeGreaterThan(0);
      const facts = deidentify(resources, 2026, { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined });
      expect(facts.observations).toEqual([]);
      // The suite's own example, the same eight places in every vendor's form: rs5 is no call.
      if (/^snps\/(23andme|23andme_win|23andme_allele|ftdna|myheritage|livingdna|ancestry)\.(txt|csv)$/.test(path)) {
        expect(
          calls.map(([marker]: unknown[]) => marker).filter((marker: unknown) => eight.includes(String(marker))),
          path,
        ).toEqual(eight);
      }
    }
  });
});
