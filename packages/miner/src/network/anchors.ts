import { readFile, rename, writeFile } from 'node:fs/promises';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import { MAX_ANCHORS } from './limits.ts';

/**
 * The last good peers that this node dialled itself, kept over a restart. Whoever surrounds a node that starts cannot keep it
 * from the peers it knew before.
 */
export interface Anchors {
  /** Multiaddrs with `/p2p/<id>`; none when the file is missing or damaged. */
  read(): Promise<readonly string[]>;
  /** Never throws: a node can do without. */
  write(addresses: readonly string[]): Promise<void>;
}

const MAX_FILE_BYTES = 16 * 1024;
const anchorsFile = z.strictObject({
  version: z.literal(1),
  peers: z.array(z.string().startsWith('/').max(256).includes('/p2p/')).max(MAX_ANCHORS),
});

export function createAnchors(path: string | undefined, log: Logger): Anchors {
  let written = '';
  return {
    async read() {
      if (path === undefined) return [];
      try {
        const text = await readFile(path, 'utf8');
        if (text.length > MAX_FILE_BYTES) throw new RangeError('too large');
        return anchorsFile.parse(JSON.parse(text)).peers;
      } catch (thrown) {
        if (!isMissing(thrown)) log.warn({ path, code: 'ANCHORS_UNREADABLE' }, 'the file of former peers cannot be read and is made anew');
        return [];
      }
    },
    async write(addresses) {
      const peers = addresses.slice(0, MAX_ANCHORS);
      const text = `${JSON.stringify({ version: 1, peers })}\n`;
      if (path === undefined || peers.length === 0 || text === written) return;
      try {
        await writeFile(`${path}.new`, text, { mode: 0o600 });
        await rename(`${path}.new`, path);
        written = text;
      } catch (thrown) {
        log.warn({ path, code: 'ANCHORS_UNWRITTEN' }, `former peers could not be kept: ${asMedrecError(thrown).message}`);
      }
    },
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
