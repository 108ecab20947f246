import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
// Behind the door: the reader is the CSV sources' own.
import { mappingSchema } from '../../../packages/census/src/sources/csv/mapping-schema.ts';
import { readCsv } from '../../../packages/census/src/sources/csv/read-csv.ts';
import { fhirDateTime } from '../../../packages/census/src/sources/fhir-date.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: one stray quote would swallow the rest of a hospital's table without a word.

async function rows(text: string, size = 7, options = {}): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const found: unknown[] = [];
  for await (const { line, fields, reason } of readCsv(chunks, options)) found.push([line, ...(fields ?? [reason])]);
  return found;
}

const quoted = (field: string): string => (/[",\n\r]/.test(field) || field === '' ? `"${field.replaceAll('"', '""')}"` : field);

describe('readCsv', () => {
  it('reads back what RFC 4180 writes, wherever the chunks end', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', ';'), maxLength: 6 });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) => fc.array(fc.array(field, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), fc.constantFrom('\n', '\r\n'), async (data, size, end) => {
        const text = data.map((row) => row.map(quoted).join(',') + end).join('');
        expect((await rows(text, size)).map((row) => (row as unknown[]).slice(1))).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });

  it('tells a broken row by its first line and goes on with the next', async () => {
    expect(await rows('a,b\n1,2\n3,"open\n5,6\n7,8\n')).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [3, 'QUOTE_NOT_CLOSED'],
      [4, '5', '6'],
      [5, '7', '8'],
    ]);
    expect(await rows('a,b\n1,"x\n2,"y\n3,4\n5,"z"')).toEqual([
      [1, 'a', 'b'],
      [2, 'QUOTE_MISPLACED'],
      [3, 'QUOTE_MISPLACED'],
      [4, '3', '4'],
      [5, '5', 'z'],
    ]);
    expect(await rows('a,b\n1,2,3\n\n4\n5,"6\n\n7"\n')).toEqual([
      [1, 'a', 'b'],
      [2, 'COLUMNS_WRONG'],
      [4, 'COLUMNS_WRONG'],
      [5, '5', '6\n\n7'],
    ]);
  });

  it('gives up on a quote that a thousand lines leave open, and loses none of them', async () => {
    const found = await rows(`a,b\n1,"open\n${'5,6\n'.repeat(1500)}`, 4096);
    expect(found[1]).toEqual([2, 'QUOTE_NOT_CLOSED']);
    expect(found).toHaveLength(1502);
  });

  it('passes over a line beyond a mebibyte, and ends the row that it stood in', async () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    expect(await rows(`a,b\n1,"open\n${long}\n3,4\n`, 65_536)).toEqual([
      [1, 'a', 'b'],
      [2, 'QUOTE_NOT_CLOSED'],
      [3, 'LINE_TOO_LONG'],
      [4, '3', '4'],
    ]);
  });

  it('takes quotes for characters where a file never quotes', async () => {
    expect(await rows('a\tb\n1\t"x\n', 7, { delimiter: '\t', quoted: false })).toEqual([
      [1, 'a', 'b'],
      [2, '1', '"x'],
    ]);
  });
});

describe('fhirDateTime', () => {
  it('takes the calendar’s dates in each form and refuses the others', () => {
    const iso = ['2024', '2024-02', '2024-02-29', '2024-02-29 13:05:00', '2024-02-29T13:05:06.5+0100', '2024-02-29T13:05Z'];
    expect(iso.map((text) => fhirDateTime(text))).toEqual([
      '2024',
      '2024-02',
      '2024-02-29',
      '2024-02-29T13:05:00Z',
      '2024-02-29T13:05:06.5+01:00',
      '2024-02-29T13:05:00Z',
    ]);
    expect(
      ['2023-02-29', '2024-13-01', '0000', '2024-2-9', '2024-02-29 24:00:00', '2024-02-29x', ''].map((text) => fhirDateTime(text)),
    ).toEqual(Array(7).fill(undefined));
    expect(['4/12/2016', '4/12/2016 12:00:00 AM', '4/12/2016 12:30:01 pm'].map((text) => fhirDateTime(text, 'us'))).toEqual([
      '2016-04-12',
      '2016-04-12T00:00:00Z',
      '2016-04-12T12:30:01Z',
    ]);
    expect(['13/12/2016', '4/12/2016 13:00:00 AM'].map((text) => fhirDateTime(text, 'us'))).toEqual([undefined, undefined]);
    expect(['20240229', '202402', '20240229130500+0100', '2024022913'].map((text) => fhirDateTime(text, 'compact'))).toEqual([
      '2024-02-29',
      '2024-02',
      '2024-02-29T13:05:00+01:00',
      '2024-02-29T13:00:00Z',
    ]);
  });
});

describe('a mapping', () => {
  const visits = { 'visits.csv': 'no,day\n1,2023-01-02\n' };
  const mapping = (resource: unknown, more = {}) =>
    JSON.stringify({ name: 'x', title: 'x', tables: [{ file: 'visits.csv', resources: [resource] }], ...more });

  it('is needed, once, and is checked before a row is read', async () => {
    const load = async (files: Record<string, string>) => readPaths('csv', [await writeFiles({ ...visits, ...files })]);
    await expect(load({})).rejects.toMatchObject({ code: 'MAPPING_MISSING' });
    await expect(load({ 'mapping.json': '{' })).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
    await expect(load({ 'mapping.json': mapping({}, { surprise: 1 }) })).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
    await expect(load({ 'mapping.json': mapping({ id: { $eval: 'x' } }) })).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
    await expect(load({ 'mapping.json': mapping({ id: { $column: 'no', map: 'none' } }) })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
    });
    await expect(load({ 'a.mapping.json': mapping({}), 'mapping.json': mapping({}) })).rejects.toMatchObject({ code: 'MAPPING_MISSING' });
  });

  it('names a file without the column it reads, a file it does not know, and a fact of nobody', async () => {
    const fact = { resourceType: 'Observation', id: { $id: ['no'] }, subject: { $reference: 'Patient', id: ['who'] } };
    const dir = await writeFiles({ 'mapping.json': mapping(fact), 'visits.csv': 'no,who\n1,\n', 'notes.csv': 'a\n' });
    const { rejections, resources } = await readPaths('csv', [dir]);
    expect(resources).toEqual([]);
    expect(rejections).toEqual([
      { file: join(dir, 'notes.csv'), line: 0, reason: 'FILE_NOT_MAPPED' },
      { file: join(dir, 'visits.csv'), line: 2, reason: 'PATIENT_MISSING' },
    ]);
    const other = await writeFiles({ 'mapping.json': mapping(fact), ...visits });
    expect((await readPaths('csv', [other])).rejections).toMatchObject([{ line: 1, reason: 'COLUMN_MISSING' }]);
  });

  it('names the encoding where it is not UTF-8, wherever the chunks end', async () => {
    const text = mapping({ resourceType: 'Patient', id: { $id: ['no'] }, name: [{ text: { $column: 'day' } }] }, { encoding: 'utf-16le' });
    const dir = await writeFiles({ 'mapping.json': text, 'visits.csv': Buffer.from('\ufeffno,day\n1,Łódź\n', 'utf16le') });
    expect((await readPaths('csv', [dir])).resources.map(({ json }) => JSON.parse(json).name)).toEqual([[{ text: 'Łódź' }]]);
  });

  it('has its schema beside the documentation as the program reads it', async () => {
    const file = JSON.parse(await readFile(join(import.meta.dirname, '../../../docs/csv-mapping.schema.json'), 'utf8'));
    const { title: _, ...schema } = file;
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(mappingSchema, { io: 'input' }))));
  });
});
