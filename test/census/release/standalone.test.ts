import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { createExactCube } from '@medrec/census/catalogue';
import { type BuiltTier, buildRelease } from '@medrec/census/release';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededBytes } from '../privacy/statistics.ts';
import { counts, definition, hex32, identity, provider, signManifest } from './fixture.ts';
import { readTar } from './read-tar.ts';

// What would be lost: that a release can be read and checked by someone who does not have, or does not trust, this software.

const run = promisify(execFile);
const RECIPE = join(import.meta.dirname, '../../../docs/verify-release.mjs');

let folder: string;
let built: BuiltTier;
let files: Map<string, Buffer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medrec-standalone-'));
  const input = { ...identity, product: definition, cube: createExactCube(counts), epoch: 5, snapshotRoot: hex32(3), minimumCohort: 11 };
  const budget = { spentMicroRho: 140_000, lifetimeMicroRho: 1_000_000 };
  const tiers = await buildRelease({ ...input, budget }, { random: seededBytes(1), signManifest });
  built = tiers[2] as BuiltTier;
  files = await readTar(built.package);
  await writeFile(join(folder, 'release.tar'), built.package);
});
afterAll(() => rm(folder, { recursive: true }));

/** Unpacks with tar as the recipe says, changes what is asked, and runs the recipe. */
async function verify(change: (folder: string) => Promise<void>, ...known: string[]): Promise<{ code: number; output: string }> {
  const release = await mkdtemp(join(folder, 'release-'));
  await run('tar', ['xf', join(folder, 'release.tar'), '-C', release]);
  await change(release);
  return run(process.execPath, [RECIPE, release, ...known]).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (thrown: { code: number; stdout: string }) => ({ code: thrown.code, output: thrown.stdout }),
  );
}
const nothing = async (): Promise<void> => undefined;

describe('the stand-alone recipe', () => {
  it('finds the signer and the commitment of a true release', async () => {
    const { code, output } = await verify(nothing, provider.address, built.commitment);
    expect(output).toContain(`signed by  ${provider.address.toLowerCase()}`);
    expect(output).toContain(`commitment ${built.commitment}`);
    expect([code, output.includes('WRONG')]).toEqual([0, false]);
  });

  it.each<[string, string, (release: string) => Promise<void>]>([
    ['a changed figure', 'data.csv was changed', (release) => writeFile(join(release, 'data.csv'), 'ward,sex,value\n')],
    ['a missing file', 'data.parquet is missing', (release) => rm(join(release, 'data.parquet'))],
    ['a file that nobody signed', 'extra.csv is not in the manifest', (release) => writeFile(join(release, 'extra.csv'), '')],
    ['another salt', 'opens 0x', (release) => writeFile(join(release, 'salt'), hex32(8))],
  ])('names %s', async (_, failure, change) => {
    const { code, output } = await verify(change, provider.address, built.commitment);
    expect([code, output.includes(failure)]).toEqual([1, true]);
  });

  it('names another signer', async () => {
    expect((await verify(nothing, hex32(1).slice(0, 42))).output).toContain(`WRONG      signed by ${provider.address.toLowerCase()}`);
  });
});

describe('the other forms of the table', () => {
  const lines = (name: string): string[] => (files.get(name)?.toString() ?? '').trimEnd().split('\n');

  it('are in SDMX-CSV columns, with the same rows', () => {
    const [header = '', ...rows] = lines('data.sdmx.csv');
    expect(header).toBe('STRUCTURE,STRUCTURE_ID,ACTION,WARD,SEX,OBS_VALUE,SE,CI_LOW,CI_HIGH,OBS_STATUS,CONF_STATUS');
    expect(rows).toEqual(
      lines('data.csv')
        .slice(1)
        .map((row) => `dataflow,MEDREC:C99(1.0.0),I,${row}`),
    );
  });

  it('are described by CSVW, Frictionless and DCAT with the columns that are there and the files that are there', () => {
    const [header] = lines('data.csv');
    const named = z.array(z.object({ name: z.string() }));
    const json = (name: string): unknown => JSON.parse(files.get(name)?.toString() ?? '');
    const csvw = z.object({ tableSchema: z.object({ columns: named }) }).parse(json('data.csv-metadata.json'));
    const resource = z.object({ path: z.string(), schema: z.object({ fields: named }).optional() });
    const frictionless = z.object({ resources: z.array(resource) }).parse(json('datapackage.json'));
    const distribution = z.object({ 'dcat:downloadURL': z.object({ '@id': z.string() }) });
    const dcat = z.object({ 'dcat:distribution': z.array(distribution) }).parse(json('dcat.jsonld'));
    expect(csvw.tableSchema.columns.map(({ name }) => name).join(',')).toBe(header);
    expect(frictionless.resources[0]?.schema?.fields.map(({ name }) => name).join(',')).toBe(header);
    const paths = [
      ...frictionless.resources.map(({ path }) => path),
      ...dcat['dcat:distribution'].map((entry) => entry['dcat:downloadURL']['@id']),
    ];
    expect(paths.filter((path) => !files.has(path))).toEqual([]);
  });

  it('open in DuckDB by its own reader, types and all', async () => {
    const path = join(folder, 'data.csv');
    await writeFile(path, files.get('data.csv') ?? '');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const types = (await connection.runAndReadAll(`SELECT * FROM read_csv('${path}')`)).columnTypes().map(String);
    connection.closeSync();
    instance.closeSync();
    expect(types.slice(0, 4)).toEqual(['VARCHAR', 'VARCHAR', 'BIGINT', 'DOUBLE']);
  });
});

describe('the datasheet as a page', () => {
  const page = (): string => files.get('datasheet.html')?.toString() ?? '';

  it('needs nothing from anywhere: no script, no link, no image', () => {
    expect(page()).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/i);
    expect(page()).toMatch(/^<!doctype html>/);
  });

  it('shows what was spent, and a mark for every row', () => {
    expect(page()).toContain('ρ = 0.07, which is ε =');
    expect(page()).toContain('ρ = 0.14, which is ε =');
    const withheld = page().match(/>withheld</g)?.length ?? 0;
    const bars = page().match(/<rect class="bar" x=/g)?.length ?? 0;
    expect([withheld + bars, withheld]).toEqual([8, files.get('data.csv')?.toString().match(/,Q,D$/gm)?.length]);
  });

  it('lets no category become markup', () => {
    expect(page()).toContain('B, &quot;old&quot; · female');
  });
});
