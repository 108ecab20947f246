import { mkdir } from 'node:fs/promises';
import { MedrecError } from '@medrec/shared/errors';
import { Level } from 'level';
import { deriveVaultKeys, type VaultKeys } from './keys.ts';
import { createValueCipher, type ValueCipher } from './value-cipher.ts';

/** Kinds of entries: the first byte of each store key. Names behind it are HMACs; no identifier is readable on disk. */
export const KIND = { check: 0x21, change: 0x63, item: 0x69, list: 0x6c, patient: 0x70, resource: 0x72, state: 0x73 } as const;

export type Write = { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer } | { readonly type: 'del'; readonly key: Buffer };

/** The encrypted store and what its parts share. */
export interface Database {
  readonly keys: VaultKeys;
  readonly cipher: ValueCipher;
  get(key: Buffer): Promise<Buffer | undefined>;
  getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]>;
  /** All entries under a prefix, in key order, as of the call. */
  scan(prefix: Buffer, options?: { readonly reverse?: boolean; readonly limit?: number }): AsyncIterable<[Buffer, Buffer]>;
  /** With `durable`, on disk when it returns, and with it all that was written before. */
  write(operations: readonly Write[], options?: { readonly durable?: boolean }): Promise<void>;
  /** Runs read-then-write work one after another. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// Ciphertext does not compress, and its keys come in no order: a larger write buffer saves most of the rewriting.
const STORE_OPTIONS = { compression: false, writeBufferSize: 32 << 20 };

const CHECK_TEXT = 'medrec vault 1';

/** @throws MedrecError `VAULT_LOCKED`, `VAULT_KEY_WRONG`, `VAULT_UNREADABLE`. */
export async function openDatabase(dir: string, key: Uint8Array): Promise<Database> {
  const keys = deriveVaultKeys(key);
  const cipher = createValueCipher(keys.encryption);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const level = new Level<Buffer, Buffer>(dir, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
  await level.open(STORE_OPTIONS).catch((cause: unknown) => Promise.reject(openError(dir, cause)));
  await checkKey(level, cipher, dir);

  let queue: Promise<unknown> = Promise.resolve();
  return {
    keys,
    cipher,
    get: (name) => level.get(name),
    getMany: (names) => level.getMany([...names]),
    scan: (prefix, options) => level.iterator({ gte: prefix, lt: Buffer.concat([prefix, Buffer.alloc(40, 0xff)]), ...options }),
    write: (operations, options) => level.batch([...operations], { sync: options?.durable === true }),
    exclusively(work) {
      const result = queue.then(work);
      queue = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      await queue;
      await level.close();
    },
  };
}

async function checkKey(level: Level<Buffer, Buffer>, cipher: ValueCipher, dir: string): Promise<void> {
  const name = Buffer.from([KIND.check]);
  const sealed = await level.get(name);
  if (sealed === undefined) return level.put(name, cipher.seal(name, CHECK_TEXT), { sync: true });
  try {
    cipher.open(name, sealed);
  } catch (cause) {
    await level.close();
    throw new MedrecError({
      code: 'VAULT_KEY_WRONG',
      message: 'The vault was made with another key.',
      facts: { dir },
      cause,
      remedy: 'Open it with the keystore of the hospital that filled it.',
    });
  }
}

function openError(dir: string, error: unknown): MedrecError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
    return new MedrecError({
      code: 'VAULT_LOCKED',
      message: 'Another process has the vault open.',
      facts: { dir },
      cause,
      remedy: 'Stop the serving process, or let it do the loading.',
    });
  }
  return new MedrecError({
    code: 'VAULT_UNREADABLE',
    message: 'The vault’s folder could not be opened.',
    facts: { dir },
    cause,
    remedy: 'Check its permissions and the disk, or restore it from a copy.',
  });
}
