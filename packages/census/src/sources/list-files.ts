import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MedrecError } from '@medrec/shared/errors';
import type { Source, SourceFile } from './source.ts';

/** Whether what a user named is a URL and no path of this machine. */
export function isRemotePath(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * What the source reads at these paths: all files under the given files and folders that it accepts, each once, in the order
 * of their paths. A file named by itself is taken whatever its name.
 * @throws MedrecError `SOURCE_PATH_MISSING`.
 */
export async function listFiles(paths: readonly string[], source: Pick<Source, 'accepts' | 'list'>): Promise<readonly SourceFile[]> {
  if (source.list) return source.list(paths);
  const found = new Map<string, SourceFile>();
  for (const path of paths) {
    const info = await stat(path).catch((cause: unknown) => {
      throw new MedrecError({
        code: 'SOURCE_PATH_MISSING',
        message: 'The path to load cannot be read.',
        facts: { path },
        cause,
        remedy: 'Check its spelling and permissions.',
      });
    });
    if (!info.isDirectory()) {
      found.set(path, { path, bytes: info.size });
      continue;
    }
    for (const item of await readdir(path, { recursive: true, withFileTypes: true })) {
      const inside = join(item.parentPath, item.name);
      if (item.isFile() && source.accepts(inside)) found.set(inside, { path: inside, bytes: (await stat(inside)).size });
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
