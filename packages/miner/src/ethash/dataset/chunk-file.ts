import { join } from 'node:path';
import { equalBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { type DiskFiles, diskFiles, systemCode } from './files.ts';
import { fileName } from './folder.ts';
import { CHECKSUM_BYTES, chunkChecksum, identityOf, layoutOf, type StoredPart } from './layout.ts';

/**
 * A cache or dataset on disk, chunk by chunk. Content is true if and only if its checksum says so: a file that is new,
 * partly written, cut short, damaged or another's is one and the same case, chunks that are not there yet.
 * Several threads and processes may write the same file, because all of them write the same bytes.
 */
export interface ChunkFile {
  /** Reads a chunk to `into`; false when it is not there or not right. */
  read(chunk: number, into: Uint8Array): boolean;
  /** @throws the system's error, or MedrecError `DISK_NEARLY_FULL` */
  write(chunk: number, content: Uint8Array): void;
  close(): void;
  /** Closes it after a refusal by the disk. It is deleted where the disk is full, and where opening has made it and nothing came of it. */
  giveUp(refusal: unknown): void;
}

/** What this leaves free for the node's own chain on the same disk. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** After these the file is deleted: a disk that is full of our cache is of no use to anyone. */
const FULL_CODES: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT'];
const READ_ONLY_CODES: readonly (string | undefined)[] = ['EACCES', 'EPERM', 'EROFS'];

/** Opens the part's file in the folder, making both when they are not there. @throws the system's error */
export function openChunkFile(dir: string, part: StoredPart, files: DiskFiles = diskFiles): ChunkFile {
  const path = join(dir, fileName(part));
  const identity = identityOf(part);
  const layout = layoutOf(part);
  const { file, denied } = openEitherWay(dir, path, files);
  const header = new Uint8Array(layout.headerBytes);
  header.set(identity);
  const hasContent = hasHeader(files, file, header);
  let isPrepared = hasContent;

  const makeReady = (): void => {
    if (denied !== undefined) throw denied;
    if (isPrepared) return;
    requireRoom(dir, layout.totalBytes - files.size(file).allocatedBytes, files);
    // A longer file is another's; what stays of its content fails its checksum.
    files.resize(file, layout.totalBytes);
    files.write(file, header, 0);
    isPrepared = true;
  };

  return {
    read(chunk, into) {
      if (!hasContent) return false;
      const checksum = new Uint8Array(CHECKSUM_BYTES);
      try {
        if (!files.read(file, checksum, layout.checksumAt(chunk)) || !files.read(file, into, layout.contentAt(chunk))) return false;
      } catch (thrown) {
        // A sector that cannot be read is a chunk that is not there.
        if (systemCode(thrown) === undefined) throw thrown;
        return false;
      }
      return equalBytes(chunkChecksum(identity, chunk, into), checksum);
    },
    write(chunk, content) {
      makeReady();
      files.write(file, content, layout.contentAt(chunk));
      files.write(file, chunkChecksum(identity, chunk, content), layout.checksumAt(chunk));
    },
    close: () => files.close(file),
    giveUp(refusal) {
      const isOfNoUse = denied === undefined && (FULL_CODES.includes(systemCode(refusal)) || files.size(file).bytes === 0);
      files.close(file);
      if (isOfNoUse) files.remove(path);
    },
  };
}

/** A file that may only be read is still worth reading; the refusal is kept for when something must be written. */
function openEitherWay(dir: string, path: string, files: DiskFiles): { file: number; denied?: unknown } {
  try {
    files.makeFolder(dir);
    return { file: files.open(path, false) };
  } catch (denied) {
    if (!READ_ONLY_CODES.includes(systemCode(denied))) throw denied;
    try {
      return { file: files.open(path, true), denied };
    } catch {
      // Nothing there to read: the first refusal says why it cannot be made.
      throw denied;
    }
  }
}

function hasHeader(files: DiskFiles, file: number, header: Uint8Array): boolean {
  const found = new Uint8Array(header.length);
  try {
    return files.read(file, found, 0) && equalBytes(found, header);
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown;
    return false;
  }
}

function requireRoom(dir: string, neededBytes: number, files: DiskFiles): void {
  const freeBytes = files.freeBytes(dir);
  if (freeBytes - neededBytes >= RESERVE_BYTES) return;
  throw new MedrecError({
    code: 'DISK_NEARLY_FULL',
    message: 'There is no room on the disk for an Ethash dataset.',
    facts: { neededBytes, freeBytes, reserveBytes: RESERVE_BYTES },
  });
}
