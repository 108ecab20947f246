import { concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { NodeId } from '../execution/index.ts';

// One key space; the first byte says what a key holds. The letters are the file format: changing one needs a new STORE_SCHEMA.
const PREFIX = {
  meta: 'm',
  node: 'v',
  code: 'k',
  state: 'u',
  root: 'o',
  header: 'h',
  body: 'b',
  receipts: 'r',
  canonical: 'c',
  transaction: 't',
  byNumber: 'n',
} as const;

export type KeyKind = keyof typeof PREFIX;

/** Raised when the keys or values change shape. An older store is brought up to date (`migrate.ts`), a newer one refused. */
export const STORE_SCHEMA = 2;

/**
 * `nextNode`: number of the next trie node. `mode`, `oldest`: which states are kept, see `StateWindow`.
 * `rebuild`: head that a rebuilding of the state from the stored blocks has still to reach.
 */
export type MetaName = 'schema' | 'genesis' | 'head' | 'nextNode' | 'mode' | 'oldest' | 'rebuild';

const NODE_ID_BYTES = 6;

const key = (prefix: string, rest: Uint8Array): Uint8Array => concatBytes(Buffer.from(prefix, 'latin1'), rest);

/** 8 bytes, big-endian, so that keys sort by number. */
export function numberBytes(number: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(number);
  return bytes;
}

/** @param bytes of `numberBytes` */
export function readNumber(bytes: Uint8Array): bigint {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readBigUInt64BE();
}

export const metaKey = (name: MetaName): Uint8Array => key(PREFIX.meta, Buffer.from(name, 'latin1'));
export const codeKey = (hash: Uint8Array): Uint8Array => key(PREFIX.code, hash);
/** Of a block: where its state stands, see `StateRecord`. */
export const stateKey = (hash: Hex): Uint8Array => key(PREFIX.state, hexToBytes(hash));
/** Tops of the states with that root. */
export const rootKey = (stateRoot: Uint8Array): Uint8Array => key(PREFIX.root, stateRoot);
export const headerKey = (hash: Hex): Uint8Array => key(PREFIX.header, hexToBytes(hash));
export const bodyKey = (hash: Hex): Uint8Array => key(PREFIX.body, hexToBytes(hash));
export const receiptsKey = (hash: Hex): Uint8Array => key(PREFIX.receipts, hexToBytes(hash));
export const canonicalKey = (number: bigint): Uint8Array => key(PREFIX.canonical, numberBytes(number));
export const transactionKey = (hash: Uint8Array): Uint8Array => key(PREFIX.transaction, hash);
export const byNumberKey = (number: bigint, hash: Uint8Array): Uint8Array => key(PREFIX.byNumber, concatBytes(numberBytes(number), hash));

/** Keys of nodes sort by age, so that a database that sorts its files never has to weave new nodes into old ones. */
export function nodeKey(id: NodeId): Uint8Array {
  const bytes = Buffer.alloc(1 + NODE_ID_BYTES, PREFIX.node, 'latin1');
  bytes.writeUIntBE(id, 1, NODE_ID_BYTES);
  return bytes;
}

export function nodeIdOf(node: Uint8Array): NodeId {
  return Buffer.from(node.buffer, node.byteOffset, node.byteLength).readUIntBE(1, NODE_ID_BYTES);
}

/** Reads the number back from a canonical or by-number key. */
export function numberOfKey(numbered: Uint8Array): bigint {
  return readNumber(numbered.subarray(1, 9));
}

/** Reads the block hash back from a by-number key. */
export const byNumberHash = (byNumber: Uint8Array): Uint8Array => byNumber.subarray(9);

/** First and last possible key of a kind. */
export function rangeOf(kind: KeyKind): { readonly from: Uint8Array; readonly to: Uint8Array } {
  const letter = PREFIX[kind];
  return { from: key(letter, new Uint8Array(0)), to: key(letter, new Uint8Array(64).fill(0xff)) };
}

export const KEY_KINDS: readonly KeyKind[] = Object.keys(PREFIX) as KeyKind[];
