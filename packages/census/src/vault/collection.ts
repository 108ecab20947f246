import { z } from 'zod';
import { type Database, KIND } from './database.ts';

/** A small encrypted collection for other rooms: nonces, invitations, logs. Values are JSON; readers decode them. */
export interface VaultCollection {
  get(key: string): Promise<unknown>;
  /** Durable when it returns. */
  put(key: string, value: unknown): Promise<void>;
  /** True when the key was free; one of several callers at once is told so. Durable when it returns. */
  putIfAbsent(key: string, value: unknown): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** What was `put`, in no telling order. */
  entries(): AsyncIterable<readonly [key: string, value: unknown]>;
  /** Adds to the end of the list of that name. Durable when it returns. */
  append(list: string, value: unknown): Promise<void>;
  /** What was appended, oldest first. */
  list(list: string): AsyncIterable<unknown>;
}

const item = z.strictObject({ key: z.string(), value: z.unknown() });
const NAME_BYTES = 8;
const KEY_BYTES = 16;
const SEQUENCE_BYTES = 6;

export function openCollection(database: Database, name: string): VaultCollection {
  const { cipher, keys } = database;
  const place = (kind: number): Buffer => Buffer.concat([Buffer.from([kind]), keys.name('collection', name, NAME_BYTES)]);
  const itemKey = (key: string): Buffer => Buffer.concat([place(KIND.item), keys.name(`item ${name}`, key, KEY_BYTES)]);
  const listPrefix = (list: string): Buffer => Buffer.concat([place(KIND.list), keys.name(`list ${name}`, list, KEY_BYTES)]);

  const put = async (key: string, value: unknown): Promise<void> => {
    const at = itemKey(key);
    await database.write([{ type: 'put', key: at, value: cipher.seal(at, JSON.stringify({ key, value })) }], { durable: true });
  };
  const nextSequence = async (prefix: Buffer): Promise<number> => {
    for await (const [key] of database.scan(prefix, { reverse: true, limit: 1 })) return key.readUIntBE(prefix.length, SEQUENCE_BYTES) + 1;
    return 0;
  };

  return {
    async get(key) {
      const at = itemKey(key);
      const sealed = await database.get(at);
      return sealed && item.parse(JSON.parse(cipher.open(at, sealed))).value;
    },
    put,
    putIfAbsent: (key, value) =>
      database.exclusively(async () => {
        if ((await database.get(itemKey(key))) !== undefined) return false;
        await put(key, value);
        return true;
      }),
    delete: (key) => database.write([{ type: 'del', key: itemKey(key) }], { durable: true }),
    async *entries() {
      for await (const [at, sealed] of database.scan(place(KIND.item))) {
        const { key, value } = item.parse(JSON.parse(cipher.open(at, sealed)));
        yield [key, value] as const;
      }
    },
    append: (list, value) =>
      database.exclusively(async () => {
        const prefix = listPrefix(list);
        const sequence = Buffer.alloc(SEQUENCE_BYTES);
        sequence.writeUIntBE(await nextSequence(prefix), 0, SEQUENCE_BYTES);
        const at = Buffer.concat([prefix, sequence]);
        await database.write([{ type: 'put', key: at, value: cipher.seal(at, JSON.stringify({ value })) }], { durable: true });
      }),
    async *list(list) {
      for await (const [at, sealed] of database.scan(listPrefix(list))) {
        yield (JSON.parse(cipher.open(at, sealed)) as { value: unknown }).value;
      }
    },
  };
}
