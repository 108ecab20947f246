import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import { describe, expect, it } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { ccdaDocument, ENTRIES } from './cases/ccda.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: a document from anywhere could fill the memory by its entities, and a problem that a physician ruled out
// would be counted as had.

const DATA = outsideData('HL7’s C-CDA examples') ?? '';
const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

async function read(text: string | Buffer) {
  const { resources, rejections } = await readPaths('ccda', [await writeFiles({ 'a.xml': text })]);
  return {
    resources,
    values: resources.map(({ json }) => JSON.parse(json)),
    rejections: rejections.map(({ line, reason }) => [line, reason]),
  };
}

describe('the C-CDA source', () => {
  it('gives the coded facts of what happened, and of nothing that was denied, planned or only written', async () => {
    const { resources } = await read(ccdaDocument(ENTRIES));
    expect(deidentify(resources, 2026, quiet)).toMatchObject({
      person: { birthYear: 1950, sex: 'female', zip3: '021', deceased: false, deathYear: null },
      encounters: [{ class: 'AMB', status: 'finished', startYear: 2023, endYear: null }],
      conditions: [{ icdChapter: 4, year: 2014, status: 'active' }],
      observations: [{ loinc: '2345-7', value: 99.0858, unit: 'mg/dL', year: 2023 }],
      immunizations: [{ cvx: '140', year: 2022 }],
      family: [{ relation: 'parent', icdChapter: 9 }],
    });
  });

  it('refuses a DOCTYPE, nesting without end, and what is not well-formed, by line', async () => {
    const bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<r>&b;</r>';
    expect((await read(bomb)).rejections).toEqual([[1, 'XML_DOCTYPE']]);
    expect((await read(`\n${'<a>'.repeat(100_000)}`)).rejections).toEqual([[2, 'XML_TOO_LARGE']]);
    expect((await read('<a>\n&nbsp;</a>')).rejections).toEqual([[2, 'XML_INVALID']]);
    expect((await read('<x:a/>')).rejections).toEqual([[1, 'XML_INVALID']]);
    expect((await read('')).rejections).toEqual([[1, 'XML_INVALID']]);
    expect((await read('<ClinicalDocument/>')).rejections).toEqual([[1, 'DOCUMENT_NOT_CDA']]);
    expect((await read('<ClinicalDocument xmlns="urn:hl7-org:v3"/>')).rejections).toEqual([[1, 'PATIENT_MISSING']]);
    expect((await read('<?xml version="1.0" encoding="klingon-1"?><a/>')).rejections).toEqual([[1, 'ENCODING_UNKNOWN']]);
  });

  it('takes any prefix for CDA’s namespace, and the encodings that documents declare', async () => {
    const plain = (await read(ccdaDocument(ENTRIES))).resources;
    const prefixed = ccdaDocument(ENTRIES)
      .replace('xmlns="urn:hl7-org:v3"', 'xmlns:c="urn:hl7-org:v3"')
      .replace(/<(\/?)([A-Za-z]+)(?=[\s>/])/g, '<$1c:$2');
    expect((await read(prefixed)).resources).toEqual(plain);
    const accented = ccdaDocument(ENTRIES).replace('Quimby</family>', 'Quimbé</family>');
    for (const [encoding, bytes] of [
      ['ISO-8859-1', Buffer.from(accented.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
      ['UTF-16', Buffer.from(`\ufeff${accented.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ] as const) {
      const [patient] = (await read(bytes)).values;
      expect(patient.name, encoding).toEqual([{ family: 'Quimbé', given: ['Anna'] }]);
    }
  });

  it('leaves out a date that is none, and says so', async () => {
    const { values, rejections } = await read(ccdaDocument('', '<sdtc:deceasedTime value="soon"/>'));
    expect(values).toHaveLength(1);
    expect(values[0].deceasedDateTime).toBeUndefined();
    expect(rejections).toEqual([[4, 'DATE_LEFT_OUT']]);
  });
});

describe.skipIf(DATA === '')('HL7’s C-CDA examples', () => {
  it('load, documents and parts, and what cannot be read is told', { timeout: 60_000 }, async () => {
    const lines = gunzipSync(await readFile(join(DATA, 'ccda/hl7-ccda-examples-a.ndjson.gz')))
      .toString('utf8')
      .split('\n')
      .filter(Boolean);
    const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
    const dir = await writeFiles(Object.fromEntries(texts.map((text, at) => [`${String(at).padStart(3, '0')}.xml`, inDocument(text)])));
    const { resources, rejections } = await readPaths('ccda', [dir]);
    const types: Record<string, number> = {};
    for (const { type } of resources) types[type] = (types[type] ?? 0) + 1;
    expect(types).toMatchObject({ Observation: 82, Condition: 16, Immunization: 11, AllergyIntolerance: 8, FamilyMemberHistory: 2 });
    const reasons: Record<string, number> = {};
    for (const { reason } of rejections) reasons[reason] = (reasons[reason] ?? 0) + 1;
    // Three files are well-formed by no parser, three are fragments of a header that say ClinicalDocument.
    expect(reasons).toEqual({ XML_INVALID: 3, DOCUMENT_NOT_CDA: 3, CODE_MISSING: 7 });
    for (const resource of resources) deidentify([resource], 2026, quiet);
  });
});

/** Most examples are a section or an entry: put where a document has one. */
function inDocument(text: string): string {
  if (text.includes('<ClinicalDocument')) return text;
  const bare = text.replace(/^\ufeff/, '').replace(/<\?.*?\?>/gs, '');
  const root = /<([A-Za-z:]+)[\s>]/.exec(bare.replace(/<!--.*?-->/gs, ''))?.[1] ?? '';
  const open =
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:voc="urn:hl7-org:v3/voc">';
  const someone = '<recordTarget><patientRole><id root="1.2.3" extension="p"/></patientRole></recordTarget>';
  const body = (inside: string): string => `<component><structuredBody><component>${inside}</component></structuredBody></component>`;
  if (root === 'recordTarget') return `${open}${bare}</ClinicalDocument>`;
  if (root === 'section') return `${open}${someone}${body(bare)}</ClinicalDocument>`;
  if (/^(entry|entryRelationship|component)$/.test(root))
    return `${open}${someone}${body(`<section>${bare}</section>`)}</ClinicalDocument>`;
  if (/^(observation|act|organizer|supply|substanceAdministration)$/.test(root)) {
    return `${open}${someone}${body(`<section><entry>${bare}</entry></section>`)}</ClinicalDocument>`;
  }
  return `${open}${someone}${bare}</ClinicalDocument>`;
}
