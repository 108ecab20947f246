import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The disk, as far as datasets need it; a port, so that tests can let it fail. Synchronous: only threads of their own use it. */
export interface DiskFiles {
  makeFolder(dir: string): void;
  /** Opens for reading and, unless `isReadOnly`, for writing, and then creates what is not there. */
  open(path: string, isReadOnly: boolean): number;
  close(file: number): void;
  /** Bytes of content, and bytes that it takes on the disk. */
  size(file: number): { readonly bytes: number; readonly allocatedBytes: number };
  resize(file: number, bytes: number): void;
  /** False when the file ends before `into` is full. */
  read(file: number, into: Uint8Array, at: number): boolean;
  write(file: number, bytes: Uint8Array, at: number): void;
  remove(path: string): void;
  freeBytes(dir: string): number;
}

const BLOCK_BYTES = 512;
const OWNER_ONLY = 0o600;

export const diskFiles: DiskFiles = {
  makeFolder: (dir) => makeFolder(resolve(dir)),
  open: (path, isReadOnly) =>
    isReadOnly ? openSync(path, constants.O_RDONLY) : openSync(path, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY),
  close: closeSync,
  size(file) {
    const { size, blocks } = fstatSync(file);
    return { bytes: size, allocatedBytes: blocks * BLOCK_BYTES };
  },
  resize: ftruncateSync,
  read(file, into, at) {
    for (let done = 0; done < into.length; ) {
      const count = readSync(file, into, done, into.length - done, at + done);
      if (count === 0) return false;
      done += count;
    }
    return true;
  },
  write(file, bytes, at) {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done);
  },
  remove: (path) => rmSync(path, { force: true }),
  freeBytes(dir) {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  },
};

/** One by one: where no folder can be made, as in /proc, Node's recursive call tries for ever and holds its thread. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(dir)) throw error; // another process may have made it meanwhile
  }
}

/** The operating system's name for a failure, for example `ENOSPC`. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}
