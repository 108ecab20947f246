import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes, equalBytes } from '@medrec/shared/bytes';

/** What has been fetched and checked so far, on disk: whoever is cut off goes on from there. */
export interface KeptParts {
  keep(name: string, bytes: Uint8Array): Promise<void>;
  /** Undefined when it was never kept or has been damaged: then it is fetched again. */
  read(name: string): Promise<Uint8Array | undefined>;
  clear(): Promise<void>;
}

const CHECKSUM_BYTES = 32;

export function createKeptParts(dir: string): KeptParts {
  return {
    async keep(name, bytes) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeFile(join(dir, `${name}.new`), concatBytes(checksum(bytes), bytes));
      await rename(join(dir, `${name}.new`), join(dir, name));
    },
    async read(name) {
      const kept = await readFile(join(dir, name)).catch(() => undefined);
      if (kept === undefined) return undefined;
      const bytes = new Uint8Array(kept.subarray(CHECKSUM_BYTES));
      return equalBytes(checksum(bytes), kept.subarray(0, CHECKSUM_BYTES)) ? bytes : undefined;
    },
    clear: () => rm(dir, { recursive: true, force: true }),
  };
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
