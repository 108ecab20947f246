import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClinicalResource } from '@medrec/census/record';
import { findSource, listFiles, type Rejection, type Source } from '@medrec/census/sources';
import { temporaryFolder } from '../temporary-folder.ts';

export interface Found {
  readonly resources: ClinicalResource[];
  readonly rejections: Rejection[];
  readonly unresolved: number;
  readonly largestBatch: number;
}

/** Everything a source makes of files and folders, as a load would read them. */
export async function readPaths(source: Source | string, paths: readonly string[], signal?: AbortSignal): Promise<Found> {
  const from = typeof source === 'string' ? findSource(source) : source;
  const resources: ClinicalResource[] = [];
  const rejections: Rejection[] = [];
  let unresolved = 0;
  let largestBatch = 0;
  const context = {
    onRejected: (rejection: Rejection) => void rejections.push(rejection),
    onBytes: () => undefined,
    ...(signal ? { signal } : {}),
  };
  const files = await listFiles(paths, from);
  const reader = await from.open(files, context);
  for (const file of files) {
    for await (const batch of reader.read(file, context)) {
      resources.push(...batch.resources);
      unresolved += batch.unresolved;
      largestBatch = Math.max(largestBatch, batch.resources.length);
    }
  }
  return { resources, rejections, unresolved, largestBatch };
}

/** Writes files into a folder of the test's own. */
export async function writeFiles(files: Readonly<Record<string, string | Buffer>>, dir?: string): Promise<string> {
  const folder = dir ?? (await temporaryFolder());
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}
