import { createReadStream, createWriteStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';

export interface FoundFile {
  /** On disk. */
  readonly path: string;
  /** Under what was asked for, with `/`; the suite's name is its folder. */
  readonly name: string;
}

const ARCHIVE = /\.(tar\.gz|tgz)$/;
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;

/**
 * The JSON files of a folder, of an archive, or of a folder with archives in it; sorted.
 * @param unpackTo an empty folder for what archives hold; the caller removes it
 * @throws when there is no such file or folder, or when an archive holds a path that leads out of it
 */
export async function findFiles(source: string, unpackTo: string): Promise<FoundFile[]> {
  const root = resolve(source);
  const found = statSync(root).isDirectory() ? await walk(root, root, unpackTo) : await fromFile(root, dirname(root), unpackTo);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function walk(folder: string, root: string, unpackTo: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') found.push(...(await walk(path, root, unpackTo)));
    else if (entry.isFile()) found.push(...(await fromFile(path, root, unpackTo)));
  }
  return found;
}

async function fromFile(path: string, root: string, unpackTo: string): Promise<FoundFile[]> {
  const name = relative(root, path).split(sep).join('/');
  if (path.endsWith('.json')) return [{ path, name }];
  if (!ARCHIVE.test(path)) return [];
  const folder = join(unpackTo, name.replace(ARCHIVE, ''));
  await unpack(path, folder);
  const prefix = name.includes('/') ? `${dirname(name)}/` : '';
  return (await walk(folder, folder, unpackTo)).map((file) => ({ path: file.path, name: prefix + file.name }));
}

/** Only the JSON files: the rest of a release is sources and tools. */
async function unpack(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entries = extract();
  await Promise.all([pipeline(createReadStream(archive), createGunzip(), entries), writeEntries(entries, archive, folder)]);
}

async function writeEntries(entries: Extract, archive: string, folder: string): Promise<void> {
  for await (const entry of entries) {
    const { name, type, size } = entry.header;
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep) && path !== folder) throw new RangeError(`${archive} holds a path that leads out of it: ${name}`);
    if (type === 'file' && name.endsWith('.json') && (size ?? 0) <= MAX_ENTRY_BYTES) {
      mkdirSync(dirname(path), { recursive: true });
      await pipeline(entry, createWriteStream(path));
    } else entry.resume();
  }
}
