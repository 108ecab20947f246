import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { SourceFile } from '../sources/index.ts';
import type { Vault } from '../vault/index.ts';

/** Files that were loaded to their end, by path, size and SHA-256: a load that is run again leaves them out. */
export interface LoadedFiles {
  /** The file's SHA-256 when it is still to be loaded, `undefined` when it was loaded as it is. */
  check(file: SourceFile): Promise<string | undefined>;
  /** Durable when it returns, and with it all the resources that were stored before. */
  remember(file: SourceFile, sha256: string): Promise<void>;
}

const entry = z.strictObject({ bytes: z.number(), sha256: z.string() });

export function createLoadedFiles(vault: Pick<Vault, 'collection'>, source: string): LoadedFiles {
  const files = vault.collection(`loaded ${source}`);
  return {
    async check(file) {
      const sha256 = await hashFile(file.path);
      const before = entry.safeParse(await files.get(file.path));
      return before.success && before.data.bytes === file.bytes && before.data.sha256 === sha256 ? undefined : sha256;
    },
    remember: (file, sha256) => files.put(file.path, { bytes: file.bytes, sha256 }),
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
