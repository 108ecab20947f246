import { concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';

// One key space; the first byte says what a key holds. The letters are the file format: changing one needs a new STORE_SCHEMA.
const PREFIX = { meta: 'm', node: 's', header: 'h', body: 'b', receipts: 'r', canonical: 'c', transaction: 't', byNumber: 'n' } as const;

/** Raised when the keys or values change shape; an older store is refused, never guessed at. */
export const STORE_SCHEMA = 1;

export type MetaName = 'schema' | 'genesis' | 'head';

const key = (prefix: string, rest: Uint8Array): Uint8Array => concatBytes(Buffer.from(prefix, 'latin1'), rest);

/** 8 bytes, big-endian, so that keys sort by number. */
export function numberBytes(number: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(number);
  return bytes;
}

export const metaKey = (name: MetaName): Uint8Array => key(PREFIX.meta, Buffer.from(name, 'latin1'));
export const nodeKey = (hash: Uint8Array): Uint8Array => key(PREFIX.node, hash);
export const headerKey = (hash: Hex): Uint8Array => key(PREFIX.header, hexToBytes(hash));
export const bodyKey = (hash: Hex): Uint8Array => key(PREFIX.body, hexToBytes(hash));
export const receiptsKey = (hash: Hex): Uint8Array => key(PREFIX.receipts, hexToBytes(hash));
export const canonicalKey = (number: bigint): Uint8Array => key(PREFIX.canonical, numberBytes(number));
export const transactionKey = (hash: Uint8Array): Uint8Array => key(PREFIX.transaction, hash);
export const byNumberKey = (number: bigint, hash: Uint8Array): Uint8Array => key(PREFIX.byNumber, concatBytes(numberBytes(number), hash));

/** Reads the number back from a canonical key. */
export function canonicalNumber(canonical: Uint8Array): bigint {
  return Buffer.from(canonical).readBigUInt64BE(1);
}

/** Reads the block hash back from a by-number key. */
export const byNumberHash = (byNumber: Uint8Array): Uint8Array => byNumber.subarray(9);
