import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import { loadSource, openStores } from '@medrec/census/load';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { hl7v2Case } from './cases/hl7v2.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: a feed of a hundred thousand messages, each with its sender's own idea of HL7, would stop at the first
// odd one, or an admission would be counted once for each message about it.

const DATA = outsideData('HL7 v2 messages and what CDC’s converter makes of them') ?? '';
const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

async function read(text: string | Buffer) {
  const { resources, rejections } = await readPaths('hl7v2', [await writeFiles({ 'a.hl7': text })]);
  return {
    resources,
    values: resources.map(({ json }) => JSON.parse(json)),
    rejections: rejections.map(({ line, reason }) => [line, reason]),
  };
}

const adt = (event: string, time: string, pv1: string, pid = 'PID|1||7^^^H||A^B') =>
  `MSH|^~\\&|A|H|||${time}||ADT^${event}|1|P|2.5\r${pid}\rPV1|${pv1}\r`;

describe('the HL7 v2 source', () => {
  it('gives the coded facts of an admission, its results and a vaccination', async () => {
    const { resources } = await readPaths('hl7v2', [await writeFiles(hl7v2Case.files)]);
    const [anna, lara] = [...new Set(resources.map(({ patientId }) => patientId))];
    const facts = (id: string | null | undefined) =>
      deidentify(
        resources.filter(({ patientId }) => patientId === id),
        2026,
        quiet,
      );
    expect(facts(anna)).toMatchObject({
      person: { birthYear: 1950, sex: 'female' },
      encounters: [{ class: 'IMP', status: 'finished', startYear: 2023, endYear: 2023 }],
      conditions: [{ icdChapter: 9, year: 2023 }],
      observations: [
        { loinc: '2345-7', value: 99.0858, unit: 'mg/dL', year: 2023 },
        { loinc: '2160-0', value: 0.2, unit: 'mg/dL', year: 2023 },
        { loinc: '8251-1', value: null, unit: null, year: 2023 },
      ],
    });
    expect(facts(lara).person).toMatchObject({ birthYear: 1936, sex: 'female' });
    expect(resources.find(({ type }) => type === 'Immunization')?.patientId).toBe(lara);
  });

  it('makes one encounter of all messages about a visit, whatever order they come in', async () => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const visit = '1|I|||||||||||||||||V1|||||||||||||||||||||||||20230427|';
    const feed = [
      adt('A03', '20230501120000', `${visit}20230501`),
      adt('A01', '20230427120000', visit),
      adt('A08', '20230428120000', visit),
      adt('A01', '20230601120000', '1|E|||||||||||||||||V2|||||||||||||||||||||||||20230601|'),
      adt('A11', '20230601130000', '1|E|||||||||||||||||V2|||||||||||||||||||||||||20230601|'),
    ];
    const report = await loadSource({ source: 'hl7v2', paths: [await writeFiles({ 'a.hl7': feed.join('') })], ...stores });
    expect(report.rejected.total).toBe(0);
    const rows = await stores.warehouse.query('SELECT class, status FROM encounter ORDER BY ALL');
    expect(rows).toEqual([
      { class: 'EMER', status: 'cancelled' },
      { class: 'IMP', status: 'finished' },
    ]);
  });

  it('takes CR, LF and CRLF, blocks of MLLP, batches, and other delimiters', async () => {
    const plain = adt('A01', '20230501', '1|I|||||||||||||||||V1');
    const expected = (await read(plain)).resources;
    expect(expected.map(({ type }) => type)).toEqual(['Patient', 'Encounter']);
    const variants = [
      plain.replaceAll('\r', '\n'),
      plain.replaceAll('\r', '\r\n'),
      `\u000b${plain}\u001c\r`,
      `FHS|^~\\&\rBHS|^~\\&\r${plain}BTS|1\rFTS|1\r`,
      plain.replaceAll('|', '!').replaceAll('^', '@'),
    ];
    for (const variant of variants) expect((await read(variant)).resources).toEqual(expected);
    expect((await read(`${plain}\n\n${plain}`)).resources).toHaveLength(4);
  });

  it('unescapes, keeps what is deleted out, and reads repetitions', async () => {
    const pid = 'PID|1||""~9^^^H^MR||O\\T\\Neil\\X20\\\\F\\x^""~Second||""|F';
    const [patient] = (await read(adt('A01', '20230501', '1|I', pid))).values;
    expect(patient).toMatchObject({ name: [{ family: 'O&Neil |x' }, { family: 'Second' }], gender: 'female' });
    expect(patient.birthDate).toBeUndefined();
    expect(patient.identifier).toEqual([{ system: 'H', value: '9' }]);
  });

  it('reads the character set that the header declares', async () => {
    const message = (set: string) => `MSH|^~\\&|A|H|||20230501||ADT^A01|1|P|2.5||||||${set}\rPID|1||7||Müller\r`;
    for (const [set, bytes] of [
      ['8859/1', Buffer.from(message('8859/1'), 'latin1')],
      ['UNICODE UTF-8', Buffer.from(message('UNICODE UTF-8'))],
    ] as const)
      expect((await read(bytes)).values[0].name, set).toEqual([{ family: 'Müller' }]);
  });

  it('tells by line what it leaves out, and why', async () => {
    const orphan = 'OBX|1|NM|1^x^LN||1\n';
    const result = (obx: string) =>
      `MSH|^~\\&|A|H|||20230501||ORU^R01|1|P|2.5\nPID|1||7||A^B||19990230\nOBR|1||9\n${obx}\nOBX|2|NM|718-7^Hb^LN||12|g/dL\n`;
    const { rejections, resources } = await read(
      [
        orphan,
        result('OBX|1|NM|718-7^Hb^LN||twelve|g/dL'),
        'MSH|^~\\&|A|H|||2023||ORM^O01|1|P|2.5\nPID|1||7\n',
        'MSH|^^\\&|A|H|||2023||ADT^A01|1|P|2.5\nPID|1||7\n',
        'MSH|^~\\&|A|H|||2023||ADT^A40|1|P|2.5\nPID|1||7\nMRG|8\n',
        'MSH|^~\\&|A|H|||2023||ADT^A01|1|P|2.5\nPID|1||7\nPID|2||8\n',
        'MSH|^~\\&|A|H|||2023||ADT^A01|1|P|2.5\nPID|1||7\nx\n',
      ].join(''),
    );
    expect(rejections).toEqual([
      [1, 'MESSAGE_MISSING'],
      [3, 'DATE_LEFT_OUT'],
      [5, 'VALUE_INVALID'],
      [7, 'MESSAGE_TYPE_NOT_READ'],
      [9, 'HEADER_INVALID'],
      [11, 'MERGE_NOT_READ'],
      [14, 'PATIENTS_SEVERAL'],
      [19, 'SEGMENT_INVALID'],
    ]);
    expect(resources.map(({ type }) => type)).toEqual(['Patient', 'Observation']);
  });
});

describe('a message without end', () => {
  it('is passed over without being kept, and the next is read', { timeout: 30_000 }, async () => {
    const endless = `MSH|^~\\&|A|H|||20230501||ORU^R01|1|P|2.5\rPID|1||7\rOBX|1|TX|1^x^LN||${'x'.repeat(17 * 1024 * 1024)}\r`;
    const { resources, rejections } = await read(`${endless}${adt('A01', '20230501', '1|I|||||||||||||||||V1')}`);
    expect(rejections).toEqual([[1, 'MESSAGE_TOO_LONG']]);
    expect(resources.map(({ type }) => type)).toEqual(['Patient', 'Encounter']);
  });
});

interface Pair {
  readonly path: string;
  readonly text: string;
  readonly fhir: null | { readonly entry: readonly { readonly resource?: Theirs }[] };
}

interface Theirs {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

function corpus<T>(bytes: Buffer): T[] {
  const lines = gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as T);
}

describe.skipIf(DATA === '')('messages of public converters', () => {
  it('never stop a load, and what is left out is told', { timeout: 60_000 }, async () => {
    const messages = corpus<Pair>(await readFile(join(DATA, 'hl7v2/messages-a.ndjson.gz')));
    const dir = await writeFiles(Object.fromEntries(messages.map(({ text }, at) => [`${String(at).padStart(3, '0')}.hl7`, text])));
    const { resources, rejections } = await readPaths('hl7v2', [dir]);
    const counts: Record<string, number> = {};
    for (const { reason } of rejections) counts[reason] = (counts[reason] ?? 0) + 1;
    expect(counts).toEqual({
      MESSAGE_TYPE_NOT_READ: 41,
      MERGE_NOT_READ: 4,
      DELETION_NOT_READ: 1,
      HEADER_INVALID: 2,
      CODE_MISSING: 7,
    });
    expect(new Set(rejections.map(({ file }) => file)).size + new Set(resources.map(({ patientId }) => patientId)).size).toBeGreaterThan(
      60,
    );
    for (const resource of resources) deidentify([resource], 2026, quiet);
  });

  it('give the patients and results that CDC’s converter gives', { timeout: 60_000 }, async () => {
    const pairs = corpus<Pair>(await readFile(join(DATA, 'hl7v2/cdc-pairs-a.ndjson.gz')));
    const differences: Record<string, string[]> = {};
    let compared = 0;
    const compare = (what: string, path: string, ours: unknown, theirs: unknown): void => {
      if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
      differences[what] = [...(differences[what] ?? []), path.split('/').at(-1) ?? path];
    };
    for (const { path, text, fhir } of pairs) {
      if (fhir === null) continue;
      // Most of the pairs test one field and name no patient; a number makes them records.
      const named = text.replace(/^(PID\|[^|]*\|[^|]*\|)(?=\||\r|\n|$)/m, '$1TEST').replace(/^PID\|1(?=\r|\n|$)/m, 'PID|1||TEST');
      const { values } = await read(named);
      const patient = values.find(({ resourceType }) => resourceType === 'Patient');
      const expected = fhir.entry.flatMap(({ resource }) => (resource ? [resource] : []));
      const person = expected.find(({ resourceType }) => resourceType === 'Patient');
      if (patient === undefined || person === undefined) continue;
      compared++;
      for (const element of ['birthDate', 'deceasedDateTime'])
        compare(element, path, patient[element]?.slice(0, 10), (person[element] as string | undefined)?.slice(0, 10));
      compare('gender', path, patient.gender, person['gender'] ?? 'unknown');
      compare('postalCode', path, postalCodes(patient), postalCodes(person));
      for (const ours of values.filter(({ resourceType }) => resourceType === 'Observation')) {
        const theirs = expected.filter(({ resourceType, code }) => resourceType === 'Observation' && codeOf({ code }) === codeOf(ours));
        if (theirs.some((one) => valueOfObservation(one) === valueOfObservation(ours))) continue;
        compare('value', path, valueOfObservation(ours), theirs.map(valueOfObservation));
      }
    }
    expect(compared).toBeGreaterThan(100);
    expect(differences).toEqual({
      // Kept as text here and nowhere there: a range of dates, a time of day, a range of values.
      value: [
        'OBX-to-Observation-dr-value.hl7',
        'OBX-to-Observation-obx-18-extra-device-identifier.hl7',
        'OBX-to-Observation-obx-33-no-extension.hl7',
        'OBX-to-Observation-vr-value.hl7',
      ],
    });
  });
});

function postalCodes({ address }: Record<string, unknown>): unknown {
  return (address as { postalCode?: string }[] | undefined)?.map(({ postalCode }) => postalCode);
}

function codeOf({ code }: Record<string, unknown>): string | undefined {
  return (code as { coding?: { code?: string }[] } | undefined)?.coding?.[0]?.code;
}

function valueOfObservation(one: Record<string, unknown>): string {
  const { valueQuantity, valueCodeableConcept, valueString, valueDateTime, valueRange } = one as Record<
    string,
    { value?: unknown; low?: { value?: unknown } }
  >;
  return JSON.stringify([valueQuantity?.value, codeOf({ code: valueCodeableConcept }), valueString, valueDateTime, valueRange?.low?.value]);
}
