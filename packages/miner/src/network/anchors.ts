import { readFile, rename, writeFile } from 'node:fs/promises';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import { ANCHOR_INTERVAL_MS, MAX_ANCHORS } from './limits.ts';

/**
 * The last good peers that this node dialled itself, kept over a restart. Whoever surrounds a node that starts cannot keep it
 * from the peers it knew before.
 */
export interface Anchors {
  /** Writes them every minute from now on. */
  start(): void;
  /** Writes them once more. */
  stop(): Promise<void>;
}

const MAX_FILE_BYTES = 16 * 1024;
const anchorsFile = z.strictObject({
  version: z.literal(1),
  peers: z.array(z.string().startsWith('/').max(256).includes('/p2p/')).max(MAX_ANCHORS),
});

/** @param path none: nothing is kept. @param good multiaddrs with `/p2p/<id>` of such peers now, the best first */
export function createAnchors(path: string | undefined, good: () => readonly string[], log: Logger): Anchors {
  let written = '';
  let timer: NodeJS.Timeout | undefined;
  const write = async (): Promise<void> => {
    const peers = good().slice(0, MAX_ANCHORS);
    const text = `${JSON.stringify({ version: 1, peers })}\n`;
    if (path === undefined || peers.length === 0 || text === written) return;
    try {
      await writeFile(`${path}.new`, text, { mode: 0o600 });
      await rename(`${path}.new`, path);
      written = text;
    } catch (thrown) {
      // A node can do without.
      log.warn({ path, code: 'ANCHORS_UNWRITTEN' }, `former peers could not be kept: ${asMedrecError(thrown).message}`);
    }
  };
  return {
    start() {
      timer = setInterval(() => void write(), ANCHOR_INTERVAL_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}

/** What the last run has kept; none when the file is missing or damaged. */
export async function readAnchors(path: string | undefined, log: Logger): Promise<readonly string[]> {
  if (path === undefined) return [];
  try {
    const text = (await readFile(path, 'utf8')).slice(0, MAX_FILE_BYTES); // a longer one is no JSON then
    return anchorsFile.parse(JSON.parse(text)).peers;
  } catch (thrown) {
    if (!isMissing(thrown)) log.warn({ path, code: 'ANCHORS_UNREADABLE' }, 'the file of former peers cannot be read and is made anew');
    return [];
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
