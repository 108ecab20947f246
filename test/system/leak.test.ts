import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault, vaultKeyFrom } from '@medrec/census/vault';
import type { Hex } from '@medrec/shared/bytes';
import { readKeystore } from '@medrec/shared/signing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideData } from '../support/outside-data.ts';
import { uniqueWord } from './support/leak/canaries.ts';
import { endProcessesOf, startDevnet } from './support/leak/devnet.ts';
import { PLACES, type Place, type Remains } from './support/leak/places/index.ts';
import { takeRemains } from './support/leak/remains.ts';
import { createScanner, type Finding, type Scanner } from './support/leak/scanner.ts';
import { type PlantedSource, plantSource } from './support/leak/source.ts';
import { ordinaryWords } from './support/leak/vocabulary.ts';

// Goal: with real-looking FHIR bundles as the hospital's data, no identifier of any patient leaves it.
// Method: `start --data` until a lab is paid, at the most talkative log level, with canaries in one bundle; then every place
// is decoded and searched for every identifier. The same search must find a word that is written to each place on purpose.

const DATA = outsideData('the leak test');

// It took some 90 s on two busy cores.
const PAID_TIMEOUT_MS = 200_000;
const SCAN_TIMEOUT_MS = 60_000;
const FINDINGS_SHOWN = 20;

async function search(place: Place, remains: Remains, scanner: Scanner): Promise<{ findings: Finding[]; excerpts: number }> {
  const findings: Finding[] = [];
  let excerpts = 0;
  for await (const excerpt of place.texts(remains)) {
    excerpts++;
    if (findings.length < FINDINGS_SHOWN) findings.push(...scanner.scan(excerpt));
  }
  return { findings, excerpts };
}

describe.skipIf(DATA === undefined)('a hospital with Synthea’s bundles (needs MEDREC_TEST_DATA)', () => {
  let scratch: string | undefined;
  let source: PlantedSource;
  let remains: Remains;
  let scanner: Scanner;

  beforeAll(async () => {
    const made = await mkdtemp(join(tmpdir(), 'medrec-leak-'));
    scratch = made;
    const folder = join(made, 'net');
    source = await plantSource(join(DATA ?? '', 'synthea-fhir-r4'), join(made, 'source'));
    const devnet = startDevnet(['--dir', folder, '--data', join(made, 'source'), '--log-format', 'json', '--log-level', 'trace']);
    try {
      await devnet.paid(PAID_TIMEOUT_MS);
      remains = await takeRemains(devnet, folder, source.identifiers.find(({ kind }) => kind === 'patient id')?.value ?? '');
    } finally {
      await devnet.stop();
    }
    scanner = createScanner(source.identifiers, source.canaries, await ordinaryWords());
  }, PAID_TIMEOUT_MS + SCAN_TIMEOUT_MS);

  afterAll(async () => {
    if (scratch === undefined) return; // the data it requires is missing
    endProcessesOf(scratch);
    if (!process.env['MEDREC_KEEP']) await rm(scratch, { recursive: true, force: true });
  });

  it('loads every bundle: patients and resources by type agree with the oracle’s counts', { timeout: SCAN_TIMEOUT_MS }, async () => {
    const oracle = JSON.parse(await readFile(join(DATA ?? '', 'oracle-counts.json'), 'utf8')).synthea_fhir_r4;
    expect(source.inPatientBundles).toEqual(oracle.resources);
    const loaded = remains.lines.map((line) => (line.startsWith('{') ? JSON.parse(line) : {})).find(({ msg }) => msg === 'loaded');
    const files = (await readdir(join(remains.folder, '../source'))).length;
    expect(loaded).toMatchObject({
      resources: source.resources,
      patients: oracle.patients,
      rejected: 0,
      files: { loaded: files, unreadable: 0 },
    });

    const hospital = join(remains.folder, 'hospital');
    const { privateKey } = await readKeystore(join(hospital, 'keystore.json'), undefined);
    const vault = await openVault({ dir: join(hospital, 'vault'), key: vaultKeyFrom(privateKey as Hex) });
    const stored: Record<string, number> = {};
    let patients = 0;
    for await (const patient of vault.patients()) {
      patients++;
      for (const { type } of await vault.resourcesOf(patient)) stored[type] = (stored[type] ?? 0) + 1;
    }
    for (const { type } of await vault.sharedResources()) stored[type] = (stored[type] ?? 0) + 1;
    await vault.close();
    expect(patients).toBe(oracle.patients);
    expect(stored).toEqual(source.distinct);
  });

  it('pays a lab with a census', async () => {
    const releases = await Promise.all(['lab-a', 'lab-b'].map((lab) => readdir(join(remains.folder, lab, 'library')).catch(() => [])));
    expect(releases.flat().length).toBeGreaterThan(0);
  });

  it('seeks every identifier; only words that programs are made of are left out, and few are', () => {
    expect(scanner.phrases).toBeGreaterThan(100_000);
    expect(scanner.words).toBeGreaterThan(2000);
    expect(scanner.excluded.length / scanner.words, scanner.excluded.join(' ')).toBeLessThan(0.02);
    const isSeen = (value: string): boolean => scanner.scan({ where: 'here', text: `… ${value}, …` }).length > 0;
    const unseen = source.identifiers.filter(({ value }) => !isSeen(value)).map(({ value }) => value.toLowerCase());
    expect(unseen.filter((value) => value.length >= 5 && !scanner.excluded.includes(value))).toEqual([]);
    for (const { kind, value } of source.canaries) expect(isSeen(value), kind).toBe(true);
  });

  it('has heard every process, read every node’s transactions and logs, and been answered', () => {
    const heard = new Set(remains.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).process));
    expect([...heard].sort()).toEqual(['devnet', 'hospital', 'hospital-node', 'lab-a', 'lab-b']);
    const answered = remains.answers.filter(({ text }) => text.startsWith('200')).map(({ where }) => where);
    expect(answered.filter((where) => where === 'GET /metrics').length).toBeGreaterThanOrEqual(3);
    expect(answered).toContain('GET /v1/provider');
    expect(Object.keys(remains.chains)).toHaveLength(3);
    for (const { receipts, logs } of Object.values(remains.chains)) {
      expect(receipts.length).toBeGreaterThan(5);
      expect(logs.length).toBeGreaterThan(source.inPatientBundles['Patient'] ?? 0);
    }
  });

  describe.each(PLACES)('$name', (place) => {
    it('has no identifier of any patient', { timeout: SCAN_TIMEOUT_MS }, async () => {
      const { findings, excerpts } = await search(place, remains, scanner);
      expect(findings).toEqual([]);
      expect(excerpts).toBeGreaterThan(0);
    });
  });

  describe('a word written on purpose', () => {
    let copy: Remains;
    beforeAll(async () => {
      copy = { ...remains, folder: join(remains.folder, '../copy') };
      await cp(remains.folder, copy.folder, { recursive: true });
    }, SCAN_TIMEOUT_MS);

    it.each(PLACES)('is found in: $name', { timeout: SCAN_TIMEOUT_MS }, async (place) => {
      const planted: string[] = [];
      const changed = await place.plant(copy, () => {
        planted.push(uniqueWord());
        return planted.at(-1) ?? '';
      });
      const canaries = planted.map((value) => ({ kind: 'planted', value }));
      const { findings } = await search(place, changed, createScanner([], canaries, new Set()));
      expect(planted.length).toBeGreaterThan(0);
      expect(new Set(findings.map(({ value }) => value))).toEqual(new Set(planted));
    });
  });
});
