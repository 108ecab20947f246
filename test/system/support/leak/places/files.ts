import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Mnemonic } from 'ethers';
import { readableText } from '../printable.ts';
import type { Excerpt } from '../scanner.ts';

/** Paths of all files under a folder, at any depth; none when there is no such folder, as with a lab that was not paid yet. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The bytes of every file, as they lie on the disk; its name as well. */
export async function* rawFiles(folder: string): AsyncGenerator<Excerpt> {
  for (const path of await filesUnder(folder)) {
    const name = relative(folder, path);
    const text = readableText(await readFile(path));
    yield { where: `bytes of ${name}`, text: `${name}\n${withoutChance(basename(path), text)}` };
  }
}

/** What stands in these files by chance, and is searched elsewhere as it is meant. */
function withoutChance(name: string, text: string): string {
  if (name === 'keystore.json') return withoutMnemonic(text);
  // DuckDB packs a column's values side by side: "025" before "71802-7" looks like a postal code. The warehouse's place reads its cells.
  return name.endsWith('.duckdb') ? text.replace(/\b\d{1,5}\b/g, '') : text;
}

/** A wallet's recovery words are drawn from a list with "brown" and "harbor" on it; with the right checksum they spell no name. */
function withoutMnemonic(text: string): string {
  return text.replace(/\b(?:[a-z]{3,8} ){11,23}[a-z]{3,8}\b/g, (words) => (Mnemonic.isValidMnemonic(words) ? '' : words));
}
