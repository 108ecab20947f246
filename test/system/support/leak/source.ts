import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { plantCanaries } from './canaries.ts';
import { type Identifier, identifiersOf, resourcesOf } from './identifiers.ts';

/** The hospital's files, with canaries in one patient's bundle, and what they say when they are read without any code of MedRec. */
export interface PlantedSource {
  readonly identifiers: readonly Identifier[];
  readonly canaries: readonly Identifier[];
  /** Distinct resources by type, in the patients' bundles and in those that have no patient. */
  readonly distinct: Readonly<Record<string, number>>;
  /** As read, in the patients' bundles alone: what the oracle counts. */
  readonly inPatientBundles: Readonly<Record<string, number>>;
  /** As read, in all files. */
  readonly resources: number;
}

/** What belongs to no patient: an organisation's id or a practitioner's name is no identifier of a patient. */
const SHARED_TYPES = new Set(['Organization', 'Practitioner']);

/** Copies a folder of gzipped bundles, one a file or one a line, and plants canaries into the first patient's. */
export async function plantSource(from: string, to: string): Promise<PlantedSource> {
  await mkdir(to, { recursive: true });
  const identifiers: Identifier[] = [];
  const ids = new Map<string, Set<string>>();
  const inPatientBundles: Record<string, number> = {};
  let canaries: readonly Identifier[] = [];
  let resources = 0;

  const read = (bundle: string, ofPatient: boolean): void => {
    for (const resource of resourcesOf(bundle)) {
      const { resourceType: type } = resource;
      resources++;
      if (ofPatient) inPatientBundles[type] = (inPatientBundles[type] ?? 0) + 1;
      ids.set(type, (ids.get(type) ?? new Set()).add(String(resource['id'])));
      if (!SHARED_TYPES.has(type)) identifiers.push(...identifiersOf(resource));
    }
  };
  for (const name of (await readdir(from)).sort()) {
    const path = join(from, name);
    const ofPatients = name.includes('.ndjson');
    const lines = gunzipSync(await readFile(path))
      .toString('utf8')
      .split('\n');
    if (ofPatients && canaries.length === 0) {
      const planted = plantCanaries(lines[0] ?? '');
      canaries = planted.identifiers;
      lines[0] = planted.bundle;
      await writeFile(join(to, name), gzipSync(lines.join('\n'), { level: 1 }));
    } else await copyFile(path, join(to, name));
    for (const bundle of ofPatients ? lines : [lines.join('\n')]) if (bundle !== '') read(bundle, ofPatients);
  }
  return {
    identifiers,
    canaries,
    distinct: Object.fromEntries([...ids].map(([type, known]) => [type, known.size])),
    inPatientBundles,
    resources,
  };
}
