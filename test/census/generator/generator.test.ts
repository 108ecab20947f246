import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { icd10Chapter } from '@medrec/census/deid';
import { createRandom, generate, PREVALENCE_PER_MILLE } from '@medrec/census/generator';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the generator', () => {
  it('makes the same bytes from the same seed, packed or not, and others from another', async () => {
    const [a, b, c] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    const first = await generate({ patients: 300, seed: 42, dir: a });
    const packed = await generate({ patients: 300, seed: 42, dir: b, gzip: true });
    const other = await generate({ patients: 300, seed: 43, dir: c });
    for (const [at, { path, sha256: expected }] of first.files.entries()) {
      expect(sha256(await readFile(join(a, path)))).toBe(expected);
      expect(sha256(gunzipSync(await readFile(join(b, `${path}.gz`))))).toBe(expected);
      expect(packed.files[at]?.sha256).toBe(expected);
      expect(other.files[at]?.sha256).not.toBe(expected);
    }
    // Written down, so that a change of the generator is seen: every published figure made from it would change too.
    expect(first.files.map(({ sha256 }) => sha256.slice(0, 16))).toMatchInlineSnapshot(`
      [
        "4d916d111408392c",
        "41989927c612ba53",
        "21a6e88e025a1d0a",
        "c598eea0c9553966",
      ]
    `);
    expect(JSON.parse(await readFile(join(a, 'manifest.json'), 'utf8'))).toEqual(first);
  });

  it('has the table’s prevalence within 10 % at 20,000 patients, in every stratum that is large enough to tell', {
    timeout: 90_000,
  }, async () => {
    const dir = await temporaryFolder();
    const { referenceYear } = await generate({ patients: 20_000, seed: 1, dir });
    const strata = new Map<string, { patients: number; chapters: Map<number, number> }>();
    const people = new Map<string, string>();
    for await (const patient of resources(join(dir, 'Patient.ndjson'))) {
      if (people.has(patient.id) || patient.birthDate === undefined || patient.gender === 'unknown') continue;
      const stratum = `${patient.gender} ${Math.min(9, Math.floor((referenceYear - Number(patient.birthDate.slice(0, 4))) / 10))}`;
      people.set(patient.id, stratum);
      const entry = strata.get(stratum) ?? { patients: 0, chapters: new Map() };
      strata.set(stratum, { ...entry, patients: entry.patients + 1 });
    }
    const seen = new Set<string>();
    for await (const { verificationStatus, code, subject } of resources(join(dir, 'Condition.ndjson'))) {
      const patient = subject.reference.slice('Patient/'.length);
      const chapter = icd10Chapter(code.coding[0]?.code ?? '') ?? 0;
      const stratum = people.get(patient);
      if (stratum === undefined || verificationStatus.coding[0]?.code !== 'confirmed' || seen.has(`${patient} ${chapter}`)) continue;
      seen.add(`${patient} ${chapter}`);
      const chapters = strata.get(stratum)?.chapters;
      chapters?.set(chapter, (chapters.get(chapter) ?? 0) + 1);
    }
    let compared = 0;
    for (const [stratum, { patients, chapters }] of strata) {
      const [sex, group] = stratum.split(' ') as ['female' | 'male', string];
      PREVALENCE_PER_MILLE[sex][Number(group)]?.forEach((rate, position) => {
        // Two patients carried over at most, and some four of a hundred hidden by missing birth dates and genders.
        const expected = (patients * rate) / 1000;
        if (expected < 50) return;
        compared++;
        expect(Math.abs((chapters.get(position + 1) ?? 0) / expected - 1), `${stratum} chapter ${position + 1}`).toBeLessThan(0.1);
      });
    }
    expect(compared).toBeGreaterThan(120);
  });

  it('refuses sizes and seeds beyond its limits', async () => {
    for (const bad of [{ patients: 99 }, { patients: 1_000_001 }, { seed: -1 }, { seed: 2 ** 32 }, { patients: 100.5 }]) {
      await expect(generate({ patients: 100, seed: 1, dir: '/nowhere', ...bad })).rejects.toMatchObject({ code: 'GENERATE_OPTIONS' });
    }
  });
});

describe('createRandom', () => {
  it('is uniform enough', () => {
    const random = createRandom(7);
    const counts = new Array<number>(16).fill(0);
    for (let draw = 0; draw < 160_000; draw++) {
      const bin = random.integer(16);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 15 degrees of freedom: 1e-6 beyond.
    expect(chiSquare).toBeLessThan(56.5);
  });
});

interface AnyResource {
  readonly id: string;
  readonly birthDate?: string;
  readonly gender: string;
  readonly subject: { readonly reference: string };
  readonly verificationStatus: { readonly coding: readonly { readonly code: string }[] };
  readonly code: { readonly coding: readonly { readonly code: string }[] };
}

async function* resources(path: string): AsyncGenerator<AnyResource> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.endsWith('}') && isJson(line)) yield JSON.parse(line) as AnyResource;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
