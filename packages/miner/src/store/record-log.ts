import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compareBytes, concatBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';

export interface RecordLogOptions {
  readonly path: string;
  /** A longer length field is damage, not a record. */
  readonly maxRecordBytes: number;
  /** Read at most; what lies behind is cut off. */
  readonly maxBytes: number;
  /** Each append is on disk (fsync) before it resolves. Without it a crash of the machine, not of the process, may lose the last ones. */
  readonly sync: boolean;
}

/** A file of checked records beside the block store: what a crash tore at its end is cut off when it is opened. */
export interface RecordLog {
  /** What was found on opening, oldest first; once, since the log keeps none of it in memory. */
  takeFound(): readonly Uint8Array[];
  /** Bytes behind the last whole record, now cut off; 0 after an orderly end. */
  readonly lostBytes: number;
  bytes(): number;
  /** In the order of the calls. @throws MedrecError `LOG_WRITE_FAILED`; the record is then not in the file. */
  append(record: Uint8Array): Promise<void>;
  /** Puts other records in the place of all, by rename. @throws MedrecError `LOG_WRITE_FAILED` */
  replace(records: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

const CHECKSUM_BYTES = 8;
const HEADER_BYTES = 4 + CHECKSUM_BYTES;

/** @throws MedrecError `LOG_UNREADABLE` */
export async function openRecordLog(options: RecordLogOptions): Promise<RecordLog> {
  const { path, sync } = options;
  let file = await openFile(path);
  const { bytes: whole, lostBytes, ...read } = await readRecords(file, options);
  let found = read.records;
  let bytes = whole;
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Uint8Array[] = [];
  let flush: Promise<void> | undefined;

  /** One write at a time; a write that broke off is taken back, or all records behind it would be lost with it. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work).catch(async (cause: unknown) => {
      await file.truncate(bytes).catch(() => undefined); // the reader cuts a torn record off as well
      throw writeFailed(path, cause);
    });
    last = done.catch(() => undefined);
    return done;
  };

  const writeWaiting = async (): Promise<void> => {
    const block = concatBytes(...waiting);
    waiting = [];
    flush = undefined;
    await file.write(block, 0, block.length, bytes);
    if (sync) await file.datasync();
    bytes += block.length;
  };

  return {
    takeFound() {
      const taken = found;
      found = [];
      return taken;
    },
    lostBytes,
    bytes: () => bytes,
    append(record) {
      waiting.push(framed(record));
      flush ??= inTurn(writeWaiting);
      return flush;
    },
    replace: (next) =>
      inTurn(async () => {
        const fresh = await open(`${path}.new`, 'w+', 0o600);
        const block = concatBytes(...next.map(framed));
        await fresh.write(block, 0, block.length, 0);
        await fresh.datasync();
        await rename(`${path}.new`, path);
        await file.close();
        file = fresh;
        bytes = block.length;
      }),
    async close() {
      await last;
      await file.close();
    },
  };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await open(path, 'a+', 0o600).then(async (created) => {
      await created.close();
      return open(path, 'r+');
    });
  } catch (cause) {
    throw new MedrecError({
      code: 'LOG_UNREADABLE',
      message: 'A file of the node’s folder could not be opened.',
      facts: { path },
      cause,
      remedy: 'Check that the file belongs to this user and the disk is writable.',
    });
  }
}

async function readRecords(
  file: FileHandle,
  { maxBytes, maxRecordBytes }: RecordLogOptions,
): Promise<{ records: Uint8Array[]; bytes: number; lostBytes: number }> {
  const { size } = await file.stat();
  const stored = new Uint8Array(Math.min(size, maxBytes));
  await file.read(stored, 0, stored.length, 0);
  const view = Buffer.from(stored.buffer);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= stored.length) {
    const length = view.readUInt32BE(at);
    const end = at + HEADER_BYTES + length;
    if (length > maxRecordBytes || end > stored.length) break;
    const record = stored.subarray(at + HEADER_BYTES, end);
    if (compareBytes(checksum(record), stored.subarray(at + 4, at + HEADER_BYTES)) !== 0) break;
    records.push(record);
    at = end;
  }
  if (at < size) await file.truncate(at);
  return { records, bytes: at, lostBytes: size - at };
}

function framed(record: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(record.length);
  return concatBytes(length, checksum(record), record);
}

function checksum(record: Uint8Array): Uint8Array {
  return createHash('sha256').update(record).digest().subarray(0, CHECKSUM_BYTES);
}

function writeFailed(path: string, cause: unknown): MedrecError {
  return new MedrecError({
    code: 'LOG_WRITE_FAILED',
    message: 'A file of the node’s folder could not be written.',
    facts: { path },
    cause,
    remedy: 'Check that the disk has free space and is writable.',
  });
}
