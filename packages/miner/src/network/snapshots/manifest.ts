import { createHash } from 'node:crypto';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, concatBytes, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { KEPT_SNAPSHOTS, MAX_SNAPSHOT_CHUNKS } from '../limits.ts';

/**
 * What a node says of a snapshot it hands out. The stream of the state depends on the block alone, so honest nodes say the
 * same of the same block.
 */
export interface SnapshotManifest {
  readonly number: bigint;
  readonly hash: Hex;
  /** `historyStep` over the stored receipts of all blocks from the first: no header commits to the logs of system calls. */
  readonly history: Hex;
  /** `chunkHash` of each. */
  readonly chunks: readonly Hex[];
}

const VERSION = 1;
const HASH_BYTES = 32;

export const EMPTY_HISTORY: Hex = `0x${'00'.repeat(HASH_BYTES)}`;

/** SHA-256: native, and no contract ever checks it. */
export function chunkHash(chunk: Uint8Array): Hex {
  return bytesToHex(createHash('sha256').update(chunk).digest());
}

/** SHA-256 of what stood before and the next block's receipts as they are stored. */
export function historyStep(before: Hex, receipts: Uint8Array): Hex {
  return bytesToHex(createHash('sha256').update(hexToBytes(before)).update(receipts).digest());
}

export function encodeManifests(manifests: readonly SnapshotManifest[]): Uint8Array {
  return RLP.encode(
    manifests.map(({ number, hash, history, chunks }) => [
      VERSION,
      number,
      hexToBytes(hash),
      hexToBytes(history),
      concatBytes(...chunks.map(hexToBytes)),
    ]),
  );
}

/** @throws RuleError `MANIFEST_MALFORMED` (penalise) */
export function decodeManifests(bytes: Uint8Array): SnapshotManifest[] {
  const items = decoded(bytes);
  if (!Array.isArray(items) || items.length > KEPT_SNAPSHOTS) throw malformed('not a list of snapshots');
  return items.map(decodeManifest);
}

function decodeManifest(item: unknown): SnapshotManifest {
  const fields: unknown[] = Array.isArray(item) ? item : [];
  const [version, number, hash, history, chunks] = fields.map((field) => (field instanceof Uint8Array ? field : undefined));
  if (fields.length !== 5 || version?.[0] !== VERSION) throw malformed('another version');
  if (number === undefined || number.length === 0 || number.length > 8 || number[0] === 0) throw malformed('number');
  if (hash?.length !== HASH_BYTES || history?.length !== HASH_BYTES) throw malformed('hash');
  if (chunks === undefined || chunks.length % HASH_BYTES !== 0 || chunks.length > HASH_BYTES * MAX_SNAPSHOT_CHUNKS)
    throw malformed('chunks');
  return {
    number: BigInt(bytesToHex(number)),
    hash: bytesToHex(hash),
    history: bytesToHex(history),
    chunks: Array.from({ length: chunks.length / HASH_BYTES }, (_, at) =>
      bytesToHex(chunks.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
    ),
  };
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return RLP.decode(bytes);
  } catch {
    return undefined; // refused by the caller, with its reason
  }
}

function malformed(reason: string): RuleError {
  return new RuleError({
    code: 'MANIFEST_MALFORMED',
    message: 'The peer’s list of snapshots cannot be read.',
    verdict: 'penalise',
    facts: { reason },
  });
}
