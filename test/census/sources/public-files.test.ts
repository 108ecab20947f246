import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import { loadSource, openStores } from '@medrec/census/load';
import { canonicalResource } from '@medrec/census/record';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths, writeFiles } from './read-source.ts';

// What would be lost: the suite's own small files show what we thought of. Files that nobody here wrote, cut and changed at
// random, show what we did not; and a name in any of them that reached the census would be a patient's.

const DATA = outsideData('public messages, documents and genotypes to cut and change') ?? '';
const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

async function corpus(path: string): Promise<string[]> {
  const lines = gunzipSync(await readFile(join(DATA, path)))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { text: string }).text);
}

const CORPORA = [
  { source: 'hl7v2', path: 'hl7v2/messages-a.ndjson.gz', name: 'a.hl7' },
  { source: 'hl7v2', path: 'hl7v2/cdc-pairs-a.ndjson.gz', name: 'a.hl7' },
  { source: 'ccda', path: 'ccda/hl7-ccda-examples-a.ndjson.gz', name: 'a.xml' },
  { source: 'genotype', path: 'genotype/dtc-files-a.ndjson.gz', name: 'a.txt' },
];

describe.skipIf(DATA === '')('public files, cut and changed', () => {
  it.each(CORPORA)(
    'never fail the source $source ($path), and each record is still one',
    { timeout: 60_000 },
    async ({ source, path, name }) => {
      const texts = await corpus(path);
      const dir = await temporaryFolder();
      const change = fc.record({
        which: fc.nat(texts.length - 1),
        from: fc.double({ min: 0, max: 1, noNaN: true }),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
        bytes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ which, from, to, bytes }) => {
          const whole = Buffer.from(texts[which] ?? '');
          // What is between the two is cut out: the end, the beginning, or the middle.
          const cut = Buffer.concat([
            whole.subarray(0, whole.length * Math.min(from, to)),
            whole.subarray(whole.length * Math.max(from, to)),
          ]);
          for (const [at, byte] of bytes) if (cut.length > 0) cut[at % cut.length] = byte;
          await writeFiles({ [name]: cut }, dir);
          const { resources, rejections } = await readPaths(source, [join(dir, name)]);
          for (const resource of resources) {
            expect(resource.json).toBe(canonicalResource(JSON.parse(resource.json)));
            deidentify([resource], 2026, quiet);
          }
          for (const { reason } of rejections) expect(reason).toMatch(/^[A-Z][A-Z_]+$/);
        }),
        { seed: 5, numRuns: 200 },
      );
    },
  );
});

const SETS = [
  { source: 'synthea-csv', path: 'synthea-csv' },
  { source: 'omop', path: 'omop-synthea27nj' },
  { source: 'omop', path: 'mimic-iv-demo/omop' },
  { source: 'fitbit', path: 'fitbit' },
];

const TABLES = ['person', 'encounter', 'condition', 'observation', 'immunization', 'family_history'];

describe.skipIf(DATA === '')('the census of public sets', () => {
  it.each(SETS)('holds no word that names a patient in $path', { timeout: 120_000 }, async ({ source, path }) => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    await loadSource({ source, paths: [join(DATA, path)], ...stores });
    const names = new Set<string>();
    for await (const patient of stores.vault.patients()) {
      for (const { type, json, id } of await stores.vault.resourcesOf(patient)) {
        names.add(id);
        if (type === 'Patient') collect(JSON.parse(json), names);
      }
    }
    // What every patient has in common names nobody.
    for (const word of ['female', 'male', 'unknown', 'Patient', 'US', 'MA']) names.delete(word);
    const words = new Set<string>();
    for (const table of TABLES) {
      for (const row of await stores.warehouse.query(`SELECT * EXCLUDE (pid) FROM ${table}`))
        for (const value of Object.values(row)) if (typeof value === 'string') words.add(value);
    }
    expect(words.size).toBeGreaterThan(0);
    expect([...words].filter((word) => names.has(word))).toEqual([]);
  });
});

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, into);
}
