import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ClinicalResource } from '@medrec/census/record';
import { createFhirSource, findSource, listFiles, type Rejection } from '@medrec/census/sources';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// The scanner is behind the door: it only runs on documents too large for a test.
import { scanEntries } from '../../../packages/census/src/sources/fhir/scan-entries.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const fhir = findSource('fhir');

async function read(name: string, content: string | Buffer, source = fhir) {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  const resources: ClinicalResource[] = [];
  const rejections: Pick<Rejection, 'line' | 'entry' | 'reason'>[] = [];
  let unresolved = 0;
  const context = {
    onRejected: ({ file: _, ...rest }: Rejection) => void rejections.push(rest),
    onBytes: () => undefined,
  };
  const file = { path, bytes: content.length };
  const reader = await source.open([file], context);
  for await (const batch of reader.read(file, context)) {
    resources.push(...batch.resources);
    unresolved += batch.unresolved;
  }
  return { resources, rejections, unresolved };
}

const BUNDLE = {
  resourceType: 'Bundle',
  entry: [
    { fullUrl: 'urn:uuid:1111', resource: { resourceType: 'Observation', id: 'o1', subject: { reference: 'urn:uuid:2222' } } },
    { fullUrl: 'urn:uuid:2222', resource: { resourceType: 'Patient', id: 'anna' } },
    { fullUrl: 'urn:uuid:3333', resource: { resourceType: 'Condition', subject: { reference: 'urn:uuid:9999' } } },
    { fullUrl: 'urn:uuid:4444', resource: { resourceType: 'Organization', id: 'org' } },
    { fullUrl: 'urn:uuid:5555', resource: { resourceType: 'Bundle', id: 'inner' } },
  ],
};

describe('the FHIR source', () => {
  it('resolves references inside a Bundle, forward ones too, and takes an id from the fullUrl', async () => {
    for (const [name, content] of [
      ['a.json', JSON.stringify(BUNDLE, null, 2)],
      ['a.ndjson', `${JSON.stringify(BUNDLE)}\n`],
      ['a.json.gz', gzipSync(JSON.stringify(BUNDLE))],
    ] as const) {
      const { resources, rejections, unresolved } = await read(name, content);
      expect(resources.map(({ type, id, patientId }) => [type, id, patientId])).toEqual([
        ['Observation', 'o1', 'anna'],
        ['Patient', 'anna', 'anna'],
        ['Condition', '3333', null],
        ['Organization', 'org', null],
      ]);
      expect(unresolved).toBe(1);
      expect(rejections).toEqual([{ line: 1, entry: 4, reason: 'BUNDLE_NESTED' }]);
    }
  });

  it('reads a Bundle too large to hold entry by entry, with the same result', async () => {
    const small = createFhirSource({ maxLineBytes: 150 });
    const document = {
      ...BUNDLE,
      entry: [...BUNDLE.entry, { resource: { resourceType: 'Patient', id: 'long', text: 'x'.repeat(150) } }, 7],
    };
    const { resources, rejections, unresolved } = await read('a.json', JSON.stringify(document), small);
    expect(resources.map(({ type, id, patientId }) => [type, id, patientId])).toEqual([
      ['Observation', 'o1', 'anna'],
      ['Patient', 'anna', 'anna'],
      ['Condition', '3333', null],
      ['Organization', 'org', null],
    ]);
    expect(unresolved).toBe(1);
    expect(rejections).toEqual([
      { line: 1, entry: 4, reason: 'BUNDLE_NESTED' },
      { line: 1, entry: 5, reason: 'ENTRY_TOO_LONG' },
    ]);
  });

  it('takes relative, absolute and versioned references', async () => {
    const forms = ['Patient/p1', 'https://h.example/fhir/Patient/p1', 'Patient/p1/_history/3'];
    const text = forms
      .map((reference, at) => JSON.stringify({ resourceType: 'Immunization', id: `i${at}`, patient: { reference } }))
      .join('\r\n');
    const { resources } = await read('a.ndjson', text);
    expect(resources.map(({ patientId }) => patientId)).toEqual(['p1', 'p1', 'p1']);
  });

  it('names the line of each bad resource and reads the rest', async () => {
    const good = '{"resourceType":"Patient","id":"p"}';
    const { resources, rejections } = await read(
      'a.ndjson',
      [
        good,
        '{"resourceType":',
        'null',
        '{"resourceType":"Patient"}',
        '{"resourceType":"Patient","id":"a b"}',
        '{"id":"x"}',
        '"\\ud83d"',
        good,
      ].join('\n'),
    );
    expect(resources).toHaveLength(2);
    expect(rejections).toEqual([
      { line: 2, reason: 'JSON_INVALID' },
      { line: 3, reason: 'NOT_AN_OBJECT' },
      { line: 4, reason: 'ID_MISSING' },
      { line: 5, reason: 'ID_INVALID' },
      { line: 6, reason: 'RESOURCE_INVALID' },
      { line: 7, reason: 'NOT_AN_OBJECT' },
    ]);
  });

  it('throws for a damaged archive after what could be read', async () => {
    const whole = gzipSync('{"resourceType":"Patient","id":"p"}\n'.repeat(50));
    await expect(read('a.ndjson.gz', whole.subarray(0, -8))).rejects.toThrow();
  });

  it('finds files in folders, and says which path is missing', async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, 'b.ndjson'), '');
    await writeFile(join(dir, 'manifest.json'), '{}');
    await writeFile(join(dir, 'readme.md'), '');
    expect(await listFiles([dir, join(dir, 'b.ndjson')], fhir)).toEqual([{ path: join(dir, 'b.ndjson'), bytes: 0 }]);
    await expect(listFiles([join(dir, 'none')], fhir)).rejects.toMatchObject({ code: 'SOURCE_PATH_MISSING' });
    expect(() => findSource('hl7v9')).toThrow(expect.objectContaining({ code: 'SOURCE_UNKNOWN' }));
  });
});

describe('scanEntries', () => {
  it('cuts the entries out of a document however it is chunked and laid out', async () => {
    const entry = fc.dictionary(fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 2),
        async (entry, other, size, indent) => {
          const bytes = Buffer.from(JSON.stringify({ 'ent"ry': [other], entry, link: [{ entry: [1] }] }, null, indent));
          const chunks = (async function* () {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
          })();
          const found: unknown[] = [];
          for await (const text of scanEntries(chunks)) found.push(JSON.parse(text ?? 'null'));
          expect(JSON.stringify(found)).toBe(JSON.stringify(entry));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('passes over an entry beyond the limit', async () => {
    const document = Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: [{ a: 'x'.repeat(100) }, { b: 1 }] }));
    const chunks = (async function* () {
      for (let at = 0; at < document.length; at += 7) yield document.subarray(at, at + 7);
    })();
    const found: unknown[] = [];
    for await (const text of scanEntries(chunks, 50)) found.push(text);
    expect(found).toEqual([null, '{"b":1}']);
  });
});
