import { concatBytes } from '@medrec/shared/bytes';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { openRecordLog } from '../store/index.ts';
import type { PoolLimits } from './limits.ts';
import type { PoolEntry } from './sender-queues.ts';

/** A transaction as it waited when the node last ran. */
export interface JournalledTransaction {
  readonly raw: Uint8Array;
  /** Unix milliseconds. */
  readonly addedMs: number;
}

/** The pool on disk, so that a restart forgets nothing. It is a help, not a promise: a pool goes on without its file. */
export interface PoolJournal {
  /** In the order of arrival, among them what has been sealed or dropped since; once. */
  takeFound(): readonly JournalledTransaction[];
  add(entry: PoolEntry): void;
  /** Writes the file anew once it is mostly about transactions that are gone. */
  tidy(entries: readonly PoolEntry[], force?: boolean): void;
  close(): Promise<void>;
}

const TIME_BYTES = 8;
/** A file below this size is not worth writing anew. */
const TIDY_BYTES = 1024 * 1024;
/** The file's size over that of what waits; and over that of a full pool, above which nothing is added until it is tidied. */
const TIDY_FACTOR = 2;

/** @throws MedrecError `LOG_UNREADABLE` */
export async function openPoolJournal(
  path: string,
  limits: Pick<PoolLimits, 'maxBytes' | 'maxTransactionBytes'>,
  log: Logger,
): Promise<PoolJournal> {
  const maxRecordBytes = TIME_BYTES + limits.maxTransactionBytes;
  const maxBytes = Math.max(TIDY_BYTES, TIDY_FACTOR * limits.maxBytes);
  const file = await openRecordLog({ path, maxRecordBytes, maxBytes, sync: false });
  let hasFailed = false;
  const written = (work: Promise<void>): void => {
    work.then(
      () => {
        hasFailed = false;
      },
      (thrown: unknown) => {
        const { code, message, facts } = asMedrecError(thrown);
        if (!hasFailed) log.warn({ code, facts }, `waiting transactions are not kept on disk for now: ${message}`);
        hasFailed = true;
      },
    );
  };
  return {
    takeFound: () => file.takeFound().map(readRecord),
    add(entry) {
      // A chain that stands still must not let the file grow for ever.
      if (file.bytes() + entry.bytes < maxBytes) written(file.append(recordOf(entry)));
    },
    tidy(entries, force = false) {
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      if (!force && file.bytes() < Math.max(TIDY_BYTES, TIDY_FACTOR * bytes)) return;
      written(file.replace(entries.map(recordOf)));
    },
    close: file.close,
  };
}

function recordOf({ transaction, addedMs }: PoolEntry): Uint8Array {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(addedMs))));
  return concatBytes(time, transaction.serialize());
}

function readRecord(record: Uint8Array): JournalledTransaction {
  const time = Buffer.from(record.buffer, record.byteOffset, TIME_BYTES);
  return { addedMs: Number(time.readBigUInt64BE()), raw: record.subarray(TIME_BYTES) };
}
