import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { deidentify } from '@medrec/census/deid';
import { loadSource, openStores } from '@medrec/census/load';
import { type ClinicalResource, canonicalResource, FHIR_ID, resourceName } from '@medrec/census/record';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPaths, writeFiles } from './read-source.ts';

/** A source's small hospital, written in its own format, with what must come of it. */
export interface SourceCase {
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that is broken, cut and mutated. */
  readonly main: string;
  /** How many different resources of each `type of patient`, `null` for none. */
  readonly expected: Readonly<Record<string, number>>;
  /** Lines that are no record, put in after the given line (1-based) of the main file, and what is reported of the first. */
  readonly broken: { readonly after: number; readonly text: string; readonly line: number; readonly reason: string } | null;
  /** What names a patient in these files, and so may be in no coded fact. */
  readonly identifiers: readonly string[];
  /**
   * How much a cut file can still tell: `whole` formats are rejected as a whole, `lines` lose what is past the cut but may take
   * the last line for what is left of it.
   */
  readonly cut: 'whole' | 'lines';
}

const quiet = { excluded: () => undefined, unmapped: () => undefined, unusable: () => undefined };

/** What every source must hold to: the tests of one case. */
export function conforms({ source, files, main, expected, broken, identifiers, cut }: SourceCase): void {
  const text = files[main] as string;
  const read = async (changed: Readonly<Record<string, string | Buffer>>) => readPaths(source, [await writeFiles(changed)]);
  const names = (resources: readonly ClinicalResource[]): string[] => [...new Set(resources.map(resourceName))].sort();
  const counts = (resources: readonly ClinicalResource[]): Record<string, number> => {
    const each = new Map(resources.map((resource) => [resourceName(resource), `${resource.type} of ${resource.patientId}`]));
    const counted: Record<string, number> = {};
    for (const kind of each.values()) counted[kind] = (counted[kind] ?? 0) + 1;
    return counted;
  };
  const total = Object.values(expected).reduce((sum, count) => sum + count, 0);

  it('gives the records of the house, in canonical JSON that says the same as their names', async () => {
    const { resources, rejections, largestBatch } = await read(files);
    expect(counts(resources)).toEqual(expected);
    expect(rejections).toEqual([]);
    expect(largestBatch).toBeLessThanOrEqual(2000);
    for (const resource of resources) checkEnvelope(resource);
  });

  it('reads the same twice, packed, with CRLF and with a byte order mark', async () => {
    const { resources } = await read(files);
    expect((await read(files)).resources).toEqual(resources);
    const all = (change: (content: string) => string | Buffer, rename = (name: string) => name) =>
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => (/mapping\.json$/.test(name) ? [name, content] : [rename(name), change(content)])),
      );
    const variants = [
      all(
        (content) => gzipSync(content),
        (name) => `${name}.gz`,
      ),
      all((content) => content.replaceAll('\n', '\r\n')),
      all((content) => `\ufeff${content}`),
    ];
    for (const variant of variants) {
      const again = await read(variant);
      expect(again.rejections).toEqual([]);
      expect(names(again.resources)).toEqual(names(resources));
    }
  });

  it.skipIf(broken === null)('names file and line of what is broken, and reads the rest', async () => {
    const { after, text: bad, line, reason } = broken ?? { after: 0, text: '', line: 0, reason: '' };
    const lines = text.split('\n');
    const dir = await writeFiles({ ...files, [main]: [...lines.slice(0, after), bad, ...lines.slice(after)].join('\n') });
    const { resources, rejections } = await readPaths(source, [dir]);
    expect(rejections[0]).toMatchObject({ file: join(dir, main), line, reason });
    expect(counts(resources)).toEqual(expected);
  });

  it('makes nothing of what a cut took away', async () => {
    const whole = new Map((await read(files)).resources.map((resource) => [resourceName(resource), resource.json]));
    const lastLine = text.trimEnd().split('\n').length;
    for (let step = 1; step < 40; step++) {
      const end = Math.floor((text.length * step) / 40);
      const { resources, rejections } = await read({ ...files, [main]: text.slice(0, end) });
      for (const resource of resources) checkEnvelope(resource);
      const unknown = resources.filter((resource) => whole.get(resourceName(resource)) !== resource.json);
      // A value cut short in a line that needs no end mark is a value still: only the last line may differ.
      expect(unknown.length, `cut at ${end}: ${rejections.length} rejected`).toBeLessThanOrEqual(cut === 'whole' ? 0 : 24);
      expect(text.slice(0, end).split('\n').length).toBeLessThanOrEqual(lastLine);
    }
  });

  it('never fails on what noise made of a file, and every record is still one', { timeout: 60_000 }, async () => {
    const dir = await writeFiles(files);
    const noise = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 9, 10, 13, 32, 34, 38, 60, 92, 94, 123, 124, 126, 200, 255)), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(noise, async (changes) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await writeFiles({ [main]: bytes }, dir);
        const { resources, rejections } = await readPaths(source, [dir]);
        for (const resource of resources) {
          checkEnvelope(resource);
          deidentify([resource], 2026, quiet);
        }
        for (const rejection of rejections) expect(rejection.reason).toMatch(/^[A-Z][A-Z_]+$/);
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('is the same records under another file name, and no identifier reaches the facts', { timeout: 60_000 }, async () => {
    const stores = await openStores(await temporaryFolder(), `0x${'11'.repeat(32)}`);
    onTestFinished(() => stores.close());
    const load = async () => loadSource({ source, paths: [await writeFiles(files)], ...stores, presentYear: 2026 });
    const first = await load();
    expect(first.resources.added).toBe(total);
    const again = await load();
    expect(again.resources).toMatchObject({ read: first.resources.read, added: 0 });
    expect(again.census.patients === 0 || again.resources.replaced > 0).toBe(true);
    for (const table of ['person', 'encounter', 'condition', 'observation', 'immunization', 'family_history']) {
      const rows = await stores.warehouse.query(`SELECT * EXCLUDE (pid) FROM ${table}`);
      const words = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      for (const identifier of identifiers) expect(words.includes(identifier), `${table} ${identifier}`).toBe(false);
    }
  });

  it('stops when it is told to', async () => {
    const stopped = AbortSignal.abort();
    await expect(readPaths(source, [await writeFiles(files)], stopped)).rejects.toThrow();
  });
}

function checkEnvelope(resource: ClinicalResource): void {
  const value = JSON.parse(resource.json);
  expect(resource.json).toBe(canonicalResource(value));
  expect(value.resourceType).toBe(resource.type);
  expect(resource.id).toMatch(FHIR_ID);
  if (value.id !== undefined) expect(value.id).toBe(resource.id);
  if (resource.patientId !== null) expect(resource.patientId).toMatch(FHIR_ID);
}
