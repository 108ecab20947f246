import { mkdir, readdir } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import { Level } from 'level';
import { checkedValue, openCheckedValue, storeDamaged } from './checked-value.ts';

export type BatchWrite = { readonly key: Uint8Array; readonly value: Uint8Array } | { readonly key: Uint8Array; readonly value: null };

/** What `level` has in Node and its types, made for browsers too, do not tell. */
interface NativeLevel {
  approximateSize(from: Uint8Array, to: Uint8Array): Promise<number>;
}
type NativeRepair = (dir: string) => Promise<void>;

/** LevelDB with checked values and MedRec's errors. */
export interface Disk {
  get(key: Uint8Array): Uint8Array | undefined;
  /** Keys only, ascending or descending. */
  keysBetween(from: Uint8Array, to: Uint8Array, options?: { readonly reverse?: boolean; readonly limit?: number }): Promise<Uint8Array[]>;
  /** Every key of a range in order, a few at a time: for ranges that may be larger than memory. */
  keys(from: Uint8Array, to: Uint8Array): AsyncIterable<Uint8Array>;
  /** Bytes on disk of a range, about; what was written last is not counted yet. */
  sizeOf(from: Uint8Array, to: Uint8Array): Promise<number>;
  /** All or nothing, and on disk (fsync) before it resolves. A null value deletes. */
  write(operations: readonly BatchWrite[]): Promise<void>;
  close(): Promise<void>;
}

// LevelDB's own default of 4 MiB makes many small files of a busy chain.
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;
const BLOCK_CACHE_BYTES = 32 * 1024 * 1024;

/** @throws MedrecError `STORE_LOCKED`, `STORE_DAMAGED` or `STORE_UNREADABLE`. */
export async function openLevel(dir: string, { mayCreate = true }: { readonly mayCreate?: boolean } = {}): Promise<Disk> {
  const isNew = mayCreate && !(await hasDatabase(dir));
  const db = new Level<Uint8Array, Uint8Array>(dir, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    writeBufferSize: WRITE_BUFFER_BYTES,
    cacheSize: BLOCK_CACHE_BYTES,
    createIfMissing: isNew,
  });
  try {
    if (isNew) await mkdir(dir, { recursive: true, mode: 0o700 });
    await db.open();
  } catch (cause) {
    throw openingError(dir, cause);
  }
  return {
    get(key) {
      let stored: Uint8Array | undefined;
      try {
        stored = db.getSync(key);
      } catch (cause) {
        throw readingError(cause);
      }
      return stored === undefined ? undefined : openCheckedValue(key, stored);
    },
    async keysBetween(from, to, options = {}) {
      try {
        return await db.keys({ gte: from, lte: to, reverse: options.reverse ?? false, limit: options.limit ?? -1 }).all();
      } catch (cause) {
        throw readingError(cause);
      }
    },
    async *keys(from, to) {
      try {
        for await (const key of db.keys({ gte: from, lte: to })) yield key;
      } catch (cause) {
        throw readingError(cause);
      }
    },
    sizeOf: (from, to) => (db as unknown as NativeLevel).approximateSize(from, to),
    async write(operations) {
      const batch = operations.map(({ key, value }) =>
        value === null ? ({ type: 'del', key } as const) : ({ type: 'put', key, value: checkedValue(key, value) } as const),
      );
      try {
        await db.batch(batch, { sync: true });
      } catch (cause) {
        throw new MedrecError({
          code: 'STORE_WRITE_FAILED',
          message: 'A block could not be written to disk.',
          facts: { dir, operations: operations.length },
          cause,
          remedy: 'Check that the disk has free space and is writable, then start the node again.',
        });
      }
    },
    close: () => db.close(),
  };
}

const DATABASE_FILE = /^(MANIFEST-\d+|\d+\.(?:ldb|log|sst))$/;

/** LevelDB would take a folder without CURRENT for an empty one, and delete all its files as left over. @throws MedrecError `STORE_DAMAGED` */
async function hasDatabase(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw openingError(dir, error);
  });
  if (names.includes('CURRENT')) return true;
  if (names.some((name) => DATABASE_FILE.test(name))) throw storeDamaged('its table of files');
  return false;
}

/**
 * Rebuilds the database's own table of files from what is left of them. Keys may be lost or come back: everything must be
 * verified afterwards. @throws MedrecError `STORE_LOCKED`, `STORE_DAMAGED`, `STORE_UNREADABLE`
 */
export async function repairLevel(dir: string): Promise<void> {
  try {
    await (Level as unknown as { repair: NativeRepair }).repair(dir);
  } catch (cause) {
    throw openingError(dir, cause);
  }
}

function openingError(dir: string, cause: unknown): MedrecError {
  const codes = levelCodes(cause);
  if (codes.includes('LEVEL_LOCKED')) {
    const remedy = 'Stop the other node, or give this one its own folder with --dir.';
    return new MedrecError({ code: 'STORE_LOCKED', message: 'Another process has the block store open.', facts: { dir }, cause, remedy });
  }
  if (codes.includes('LEVEL_CORRUPTION')) return storeDamaged('its table of files', cause);
  const remedy =
    'Check that the folder exists, belongs to this user and is on a writable disk; `medrec-miner db repair` mends a damaged table of files.';
  return new MedrecError({ code: 'STORE_UNREADABLE', message: 'The block store could not be opened.', facts: { dir }, cause, remedy });
}

function readingError(cause: unknown): MedrecError {
  if (levelCodes(cause).includes('LEVEL_DATABASE_NOT_OPEN')) {
    return new MedrecError({ code: 'STORE_CLOSED', message: 'The block store is already closed.', cause });
  }
  return storeDamaged('a table', cause);
}

function levelCodes(cause: unknown): string[] {
  const codes: string[] = [];
  for (let at = cause; at instanceof Error && codes.length < 4; at = at.cause) {
    codes.push('code' in at ? String(at.code) : '');
  }
  return codes;
}
