import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readableText } from '../printable.ts';
import type { Excerpt } from '../scanner.ts';

/** Paths of all files under a folder, at any depth. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The bytes of every file, as they lie on the disk; its name as well. */
export async function* rawFiles(folder: string): AsyncGenerator<Excerpt> {
  for (const path of await filesUnder(folder)) {
    const name = relative(folder, path);
    yield { where: `bytes of ${name}`, text: `${name}\n${readableText(await readFile(path))}` };
  }
}
