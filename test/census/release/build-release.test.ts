import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createExactCube } from '@medrec/census/catalogue';
import { type BuiltTier, buildRelease, snapshotRoot } from '@medrec/census/release';
import { hexToBytes, sha256Hex } from '@medrec/shared/bytes';
import {
  manifestCommitment,
  manifestHash,
  parseProductDefinition,
  parseReleaseDatasheet,
  parseReleaseManifest,
  productHash,
} from '@medrec/shared/census';
import { verifyMessage } from 'ethers';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededBytes } from '../privacy/statistics.ts';
import { counts, definition, hex32, identity, provider, signManifest } from './fixture.ts';
import { readTar } from './read-tar.ts';

const build = (seed: number, minimumCohort = 11): Promise<readonly BuiltTier[]> =>
  buildRelease(
    {
      ...identity,
      product: definition,
      cube: createExactCube(counts),
      epoch: 5,
      snapshotRoot: hex32(3),
      minimumCohort,
      budget: { spentMicroRho: 140_000, lifetimeMicroRho: 1_000_000 },
    },
    { random: seededBytes(seed), signManifest },
  );

let tiers: readonly BuiltTier[];
let files: Map<string, Buffer>[];
beforeAll(async () => {
  tiers = await build(1);
  files = await Promise.all(tiers.map((tier) => readTar(tier.package)));
});

const text = (tier: number, name: string): string => files[tier]?.get(name)?.toString() ?? '';
const rows = (tier: number): string[] => text(tier, 'data.csv').trimEnd().split('\n');

describe('a release', () => {
  it('has the same bytes for the same noise, Parquet included, and others for other noise', async () => {
    const again = await build(1);
    expect(again.map((tier) => sha256Hex(tier.package))).toEqual(tiers.map((tier) => sha256Hex(tier.package)));
    const other = await build(2);
    expect(other[2]?.manifestHash).not.toBe(tiers[2]?.manifestHash);
  });

  it('holds for every tier the files of the protocol, which the signed manifest lists and the commitment covers', () => {
    for (const [at, built] of tiers.entries()) {
      expect([...(files[at]?.keys() ?? [])]).toEqual([
        'data.csv',
        'data.csv-metadata.json',
        'data.parquet',
        'data.sdmx.csv',
        'datapackage.json',
        'datasheet.html',
        'datasheet.json',
        'dcat.jsonld',
        'manifest.json',
        'manifest.sig',
        'product.json',
        'salt',
      ]);
      const manifest = parseReleaseManifest(JSON.parse(text(at, 'manifest.json')));
      expect(manifest).toMatchObject({
        tier: at,
        epoch: 5,
        microRho: 70_000,
        minimumCohort: 11,
        product: { id: 'C99', definitionHash: productHash(definition) },
      });
      for (const { path, bytes, sha256 } of manifest.files) {
        const content = files[at]?.get(path) ?? Buffer.alloc(0);
        expect([bytes, sha256]).toEqual([content.length, sha256Hex(content)]);
      }
      expect(manifest.files).toHaveLength(9);
      const hash = manifestHash(manifest);
      expect(verifyMessage(hexToBytes(hash), text(at, 'manifest.sig'))).toBe(provider.address);
      expect(manifestCommitment(hash, text(at, 'salt') as `0x${string}`)).toBe(built.commitment);
      expect(productHash(parseProductDefinition(JSON.parse(text(at, 'product.json'))))).toBe(productHash(definition));
    }
    expect(new Set(tiers.map(({ salt }) => salt)).size).toBe(3);
  });

  it('has a row for every cell of the public domain, with its error, and withholds under the floor', () => {
    expect(rows(2)[0]).toBe('ward,sex,value,se,ci_low,ci_high,obs_status,conf_status');
    expect(rows(2)).toHaveLength(9);
    expect(rows(0)).toHaveLength(5);
    expect(rows(2)[1]).toBe('A,female,,,,,Q,D');
    expect(rows(2)[4]).toMatch(/^"B, ""old""",male,\d+,3\.78,/);
    // Tier 0 sums two cells of tier 1, whose σ² is 50.
    expect(rows(0)[2]).toMatch(/^"B, ""old""",\d+,10,[\d.]+,[\d.]+,A,F$/);
    for (const row of rows(2).slice(1)) expect(row).toMatch(/,(A,F|Q,D)$/);
  });

  it('has values near the counts, within six standard errors', () => {
    for (const [cell, count] of counts.entries()) {
      const value = rows(2)[cell + 1]?.match(/,(\d+),3\.78,/)?.[1];
      if (value !== undefined) expect(Math.abs(Number(value) - count)).toBeLessThan(6 * 3.78);
      else expect(count).toBeLessThan(11 + 6 * 3.78);
    }
  });

  it('tells in its datasheet what it cost and how it was made', () => {
    const sheet = parseReleaseDatasheet(JSON.parse(text(1, 'datasheet.json')));
    expect(sheet.privacy.release).toEqual({ microRho: 70_000, epsilon: expect.any(Number), delta: 1e-6 });
    expect(sheet.privacy.lifetime.microRho).toBe(140_000);
    expect(sheet.mechanism).toMatchObject({ sigmaSquared: { numerator: '50', denominator: '1' }, summedCells: 1 });
    expect(sheet.suppression.suppressedCells).toBe(rows(1).filter((row) => row.endsWith(',Q,D')).length);
    expect(sheet.statements.join(' ')).toContain('a patient of h providers bears the sum'.replace('a p', 'A p'));
    expect(sheet.deidentification.zipTable).toBe('test-table');
  });

  it('has the same table in Parquet, in the same order', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medrec-parquet-'));
    try {
      await writeFile(join(folder, 'data.parquet'), files[2]?.get('data.parquet') ?? '');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${join(folder, 'data.parquet')}')`);
      expect(read.columnNames().join(',')).toBe(rows(2)[0]);
      expect(read.columnTypes().map(String)).toEqual(['VARCHAR', 'VARCHAR', 'BIGINT', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'VARCHAR', 'VARCHAR']);
      const quoted = (field: unknown): string =>
        field === null ? '' : /[",]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : String(field);
      expect(read.getRows().map((row) => row.map(quoted).join(','))).toEqual(rows(2).slice(1));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('describes its columns for Frictionless tools', () => {
    const described = JSON.parse(text(0, 'datapackage.json'));
    expect(described.profile).toBe('data-package');
    expect(described.resources[0].schema.fields.map(({ name }: { name: string }) => name).join(',')).toBe(rows(0)[0]);
  });
});

it('a snapshot root depends on salt and patients, not on their order', () => {
  const root = snapshotRoot({ epoch: 1, pids: ['a', 'b'], salt: hex32(4) });
  expect(snapshotRoot({ epoch: 1, pids: ['b', 'a'], salt: hex32(4) })).toBe(root);
  expect(snapshotRoot({ epoch: 1, pids: ['a', 'b'], salt: hex32(5) })).not.toBe(root);
  expect(snapshotRoot({ epoch: 1, pids: ['a'], salt: hex32(4) })).not.toBe(root);
});
