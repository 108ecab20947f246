import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import type { ClinicalResource } from '@medrec/census/record';
import fc from 'fast-check';
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

  it('the FHIR validator’s cases never throw, and nothing of what it calls fatal or no JSON is a record', async () => {
    const dir = await temporaryFolder();
    for (const { text, path, worstSeverity } of await validatorCases()) {
      const file = join(dir, 'case.json');
      await writeFile(file, text);
      const { resources, reasons } = await read(file);
      if (worstSeverity === 'fatal' || !isJson(text)) expect([resources, reasons], path).toEqual([[], ['JSON_INVALID']]);
      for (const resource of resources) deidentify([resource], 2026, quiet);
    }
  });

  it('cut and mutated cases never throw, and each resource is one of well-formed JSON', { timeout: 60_000 }, async () => {
    const cases = await validatorCases();
    const dir = await temporaryFolder();
    const change = fc.record({
      which: fc.nat(cases.length - 1),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, fc.boolean(), async ({ which, cut, at, byte }, mutate) => {
        const whole = Buffer.from(cases[which]?.text ?? '');
        const bytes = mutate ? Buffer.from(whole) : whole.subarray(0, Math.floor(whole.length * cut));
        if (mutate && bytes.length > 0) bytes[Math.floor(bytes.length * at)] = byte;
        const file = join(dir, 'case.json');
        await writeFile(file, bytes);
        const { resources } = await read(file);
        if (!isJson(bytes.toString('utf8').replace(/^\ufeff/, ''))) expect(resources).toEqual([]);
        for (const resource of resources) deidentify([resource], 2026, quiet);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('FamilyMemberHistory of four projects: every relationship is a category, every mapped condition a chapter', async () => {
    const lines = gunzipSync(await readFile(join(DATA ?? '', 'family-history/fhir-familymemberhistory-a.ndjson.gz'))).toString('utf8');
    const resources = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { resource: unknown }).resource);
    const path = join(await temporaryFolder(), 'family.ndjson');
    await writeFile(path, resources.map((resource) => JSON.stringify(resource)).join('\n'));
    const { resources: read47, reasons } = await read(path);
    expect(read47.length + reasons.length).toBe(47);
    const relations: Record<string, number> = {};
    for (const resource of read47)
      for (const { relation } of deidentify([resource], 2026, quiet).family) relations[relation] = (relations[relation] ?? 0) + 1;
    expect(Object.keys(relations)).toContain('parent');
    expect(relations['other'] ?? 0).toBeLessThan(Object.values(relations).reduce((sum, count) => sum + count, 0) / 2);
  });
});

interface ValidatorCase {
  readonly path: string;
  readonly text: string;
  readonly worstSeverity: string | null;
}

async function validatorCases(): Promise<ValidatorCase[]> {
  const lines = gunzipSync(await readFile(join(DATA ?? '', 'fhir-validator-cases/cases-a.ndjson.gz'))).toString('utf8');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ValidatorCase);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}
