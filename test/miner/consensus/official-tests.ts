import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { outsideData } from '../../support/outside-data.ts';

const folder = outsideData('official Ethereum tests');
const archive = folder === undefined ? undefined : join(folder, 'ethereum', 'official-tests.part-a.tar.gz');

if (archive !== undefined && !existsSync(archive)) process.stdout.write(`official Ethereum tests skipped: no ${archive}\n`);

const files = archive !== undefined && existsSync(archive) ? await readArchive(archive) : new Map<string, string>();

/** One file of Ethereum's official tests, or undefined where the data is not at hand. */
export function officialTests<T>(path: string): T | undefined {
  const text = files.get(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

async function readArchive(path: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const unpack = extract();
  unpack.end(gunzipSync(readFileSync(path)));
  for await (const entry of unpack) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.name.endsWith('.json')) found.set(entry.header.name.replace(/^\.\//, ''), Buffer.concat(chunks).toString('utf8'));
  }
  return found;
}
