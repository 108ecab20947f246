import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../../packages/census/src');

it('exact counts are read by the release builder alone: no command, route or publisher touches them', async () => {
  const readers: string[] = [];
  for (const path of await readdir(source, { recursive: true })) {
    if (!path.endsWith('.ts') || path.startsWith('catalogue/')) continue;
    const text = await readFile(join(source, path), 'utf8');
    if (/\b(countExactly|countCohort|exactCounts)\b/.test(text)) readers.push(path);
  }
  expect(readers.toSorted()).toEqual(['release/build-release.ts', 'release/release-writer.ts']);
});
