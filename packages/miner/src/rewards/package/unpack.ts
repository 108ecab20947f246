import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MedrecError } from '@medrec/shared/errors';
import { extract } from 'tar-stream';

/** File contents by name. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

const MAX_FILES = 32;
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** A plain name: nothing that could leave the folder it is unpacked to. */
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * Reads a release package (tar) into memory, within limits: it comes from outside.
 * @throws MedrecError `PACKAGE_INVALID` with what is wrong and where.
 */
export async function unpackRelease(archive: Uint8Array): Promise<PackageFiles> {
  const files = new Map<string, Uint8Array>();
  const entries = Readable.from([Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)]).pipe(extract());
  try {
    for await (const entry of entries) {
      const { name, type, size } = entry.header;
      if (type !== 'file') throw invalid('holds something other than files', { name, type });
      if (!FILE_NAME.test(name)) throw invalid('holds a file with a name that is not plain', { name: name.slice(0, 80) });
      if (files.has(name)) throw invalid('holds a file twice', { name });
      if (files.size === MAX_FILES) throw invalid('holds too many files', { limit: MAX_FILES });
      if ((size ?? 0) > MAX_FILE_BYTES) throw invalid('holds a file that is too large', { name, bytes: size, limit: MAX_FILE_BYTES });
      files.set(name, new Uint8Array(await buffer(entry)));
    }
  } catch (cause) {
    if (cause instanceof MedrecError) throw cause;
    throw invalid('is no readable tar archive', {}, cause);
  }
  return files;
}

function invalid(what: string, facts: Record<string, string | number | null | undefined>, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'PACKAGE_INVALID',
    message: `The release package ${what}.`,
    facts,
    cause,
    remedy: 'Claim it again; if it comes the same, open a dispute with the provider.',
  });
}
