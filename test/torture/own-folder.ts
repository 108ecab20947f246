import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is removed in the end, also when the process is ended by hand. */
export interface OwnFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeOwnFolder(name: string): Promise<OwnFolder> {
  const path = await mkdtemp(join(tmpdir(), `medrec-torture-${name}-`));
  const removeNow = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeNow);
  return {
    path,
    async remove() {
      process.off('exit', removeNow);
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
