import { RLP } from '@ethereumjs/rlp';
import { concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { MAX_POOL_HASHES, MAX_TRANSACTION_BYTES } from '../limits.ts';

/** Enough of a hash to tell transactions apart: a clash only delays one until the next exchange. */
const HASH_PREFIX_BYTES = 8;

/** The beginnings of the hashes of what this node has, one after another. */
export function encodeKnown(hashes: readonly Hex[]): Uint8Array {
  return concatBytes(...hashes.slice(0, MAX_POOL_HASHES).map((hash) => hexToBytes(hash).subarray(0, HASH_PREFIX_BYTES)));
}

/** @throws RuleError `REQUEST_MALFORMED` (reject). @returns a test whether the peer has a transaction. */
export function decodeKnown(bytes: Uint8Array): (hash: Hex) => boolean {
  if (bytes.length % HASH_PREFIX_BYTES !== 0) {
    throw new RuleError({ code: 'REQUEST_MALFORMED', message: 'The request for transactions is no list of hashes.', verdict: 'reject' });
  }
  const prefixes = new Set<string>();
  for (let at = 0; at < bytes.length; at += HASH_PREFIX_BYTES) prefixes.add(prefixOf(bytes.subarray(at, at + HASH_PREFIX_BYTES)));
  return (hash) => prefixes.has(prefixOf(hexToBytes(hash).subarray(0, HASH_PREFIX_BYTES)));
}

/** An RLP list of transactions, each a byte string as it is gossiped. */
export function encodeTransactions(transactions: readonly Uint8Array[]): Uint8Array {
  return RLP.encode([...transactions]);
}

/** @throws RuleError `TX_MALFORMED` (penalise). */
export function decodeTransactions(bytes: Uint8Array): Uint8Array[] {
  const items = decodeList(bytes);
  if (items?.every((item) => item instanceof Uint8Array && item.length <= MAX_TRANSACTION_BYTES)) return items as Uint8Array[];
  throw new RuleError({ code: 'TX_MALFORMED', message: 'The answer is no list of transactions.', verdict: 'penalise' });
}

function decodeList(bytes: Uint8Array): unknown[] | undefined {
  try {
    const items: unknown = RLP.decode(bytes);
    return Array.isArray(items) ? items : undefined;
  } catch {
    return undefined; // refused by the caller, with its reason
  }
}

function prefixOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
