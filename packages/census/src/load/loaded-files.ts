import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { SourceFile } from '../sources/index.ts';
import type { Vault } from '../vault/index.ts';

/**
 * How far each file was loaded, by path: a file that was loaded to its end, as it is and with the same mapping and
 * vocabularies, is left out when the load is run again; a stream of a server that was not goes on where it stopped.
 */
export interface LoadedFiles {
  /** The file's digest when it is still to be loaded, `undefined` when it was loaded as it is. */
  check(file: SourceFile): Promise<string | undefined>;
  /** Durable when it returns, and with it all the resources that were stored before. */
  remember(file: SourceFile, digest: string): Promise<void>;
  /** Notes where to go on; durable like `remember`. */
  reached(file: SourceFile, checkpoint: string): Promise<void>;
  /** The last place noted. */
  checkpoint(file: SourceFile): Promise<string | undefined>;
}

const entry = z.strictObject({ bytes: z.number(), sha256: z.string() });
const reachedEntry = z.strictObject({ fingerprint: z.string(), checkpoint: z.string() });

/** @param fingerprint of what the source reads files with */
export function createLoadedFiles(vault: Pick<Vault, 'collection'>, source: string, fingerprint: string): LoadedFiles {
  const files = vault.collection(`loaded ${source}`);
  const places = vault.collection(`reached ${source}`);
  return {
    async check(file) {
      const digest = file.remote ? '' : await hashFile(file.path, fingerprint);
      if (file.remote) return digest;
      const before = entry.safeParse(await files.get(file.path));
      return before.success && before.data.bytes === file.bytes && before.data.sha256 === digest ? undefined : digest;
    },
    async remember(file, digest) {
      // A server's stream keeps its last place: that it is complete, and since when.
      if (!file.remote) await files.put(file.path, { bytes: file.bytes, sha256: digest });
    },
    reached: (file, checkpoint) => places.put(file.path, { fingerprint, checkpoint }),
    async checkpoint(file) {
      const before = reachedEntry.safeParse(await places.get(file.path));
      return before.success && before.data.fingerprint === fingerprint ? before.data.checkpoint : undefined;
    },
  };
}

async function hashFile(path: string, fingerprint: string): Promise<string> {
  const hash = createHash('sha256');
  if (fingerprint !== '') hash.update(`${fingerprint}\n`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
