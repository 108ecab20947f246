import { decodeRlp, getBytes } from 'ethers';
import { Level } from 'level';
import { bothEncodings, readableText } from '../printable.ts';
import type { Excerpt } from '../scanner.ts';

// The miner's store puts a checksum of so many bytes before each value.
const CHECKSUM_BYTES = 8;

/** Keys and values of a level store that no process has open, as their bytes. */
export async function* levelEntries(folder: string, where: string): AsyncGenerator<Excerpt> {
  for await (const [key, value] of entriesOf(folder))
    yield { where: `${where}, a value`, text: `${readableText(key)}\n${readableText(value)}` };
}

/** The same of a node's store, and each value once more as the RLP it is: every field of every transaction, receipt and trie node. */
export async function* chainEntries(folder: string, where: string): AsyncGenerator<Excerpt> {
  for await (const [key, stored] of entriesOf(folder)) {
    const value = stored.subarray(CHECKSUM_BYTES);
    const kind = String.fromCharCode(key[0] ?? 0);
    // Bodies hold what participants sent: nothing there may hide between other bytes.
    const fields = [...rlpFields(value)].map(kind === 'b' ? bothEncodings : readableText);
    yield { where: `${where}, a value of kind "${kind}"`, text: [readableText(key), readableText(value), ...fields].join('\n') };
  }
}

async function* entriesOf(folder: string): AsyncGenerator<[Uint8Array, Uint8Array]> {
  const database = new Level<Uint8Array, Uint8Array>(folder, { keyEncoding: 'view', valueEncoding: 'view', createIfMissing: false });
  await database.open();
  try {
    yield* database.iterator();
  } finally {
    await database.close();
  }
}

/** The bytes, and those of every field in them; a byte string that is RLP itself, or a typed transaction's envelope, is opened as well. */
function* rlpFields(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes;
  const decoded = decodeList(bytes) ?? ((bytes[0] ?? 0xff) < 0x80 ? decodeList(bytes.subarray(1)) : undefined);
  if (decoded !== undefined) for (const item of decoded.flat(16) as string[]) yield* rlpFields(getBytes(item));
}

function decodeList(bytes: Uint8Array): unknown[] | undefined {
  if ((bytes[0] ?? 0) < 0xc0) return undefined;
  try {
    const decoded: unknown = decodeRlp(bytes);
    return Array.isArray(decoded) ? decoded : undefined;
  } catch {
    return undefined; // random bytes may begin like a list
  }
}
