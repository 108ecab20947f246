import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import type { ClinicalResource } from '@medrec/census/record';
import { describe, expect, it } from 'vitest';
import { outsideData } from '../../support/outside-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths } from './read-source.ts';

const DATA = outsideData('HL7’s examples and the validator’s cases');

async function read(path: string): Promise<{ resources: ClinicalResource[]; reasons: string[] }> {
  const { resources, rejections } = await readPaths('fhir', [path]);
  return { resources, reasons: rejections.map(({ reason }) => reason) };
}

const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

// A hospital's export holds whatever its systems wrote: nothing in it may stop a load.
describe.skipIf(DATA === undefined)('odd resources', () => {
  it('HL7’s own examples all load, but for those without an id, and de-identify', async () => {
    const { resources, reasons } = await read(join(DATA ?? '', 'fhir-r4-examples/examples-a.ndjson.gz'));
    expect(resources.length).toBeGreaterThan(370);
    expect(new Set(reasons.filter((reason) => !['ID_MISSING', 'BUNDLE_NESTED', 'RESOURCE_MISSING'].includes(reason)))).toEqual(new Set());
    for (const resource of resources) deidentify([resource], 2026, quiet);
  });

  it('the FHIR validator’s cases, broken ones included, never throw', async () => {
    const dir = await temporaryFolder();
    const lines = gunzipSync(await readFile(join(DATA ?? '', 'fhir-validator-cases/cases-a.ndjson.gz'))).toString('utf8');
    for (const [at, line] of lines.split('\n').filter(Boolean).entries()) {
      const path = join(dir, `${at}.json`);
      await writeFile(path, JSON.parse(line).text);
      const { resources, reasons } = await read(path);
      expect(resources.length + reasons.length).toBeGreaterThanOrEqual(0);
      for (const resource of resources) deidentify([resource], 2026, quiet);
    }
  });
});
