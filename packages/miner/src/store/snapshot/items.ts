import { MedrecError } from '@medrec/shared/errors';

/** What a snapshot's stream is made of, in this order: one head, blocks from genesis up, then nodes and code of the state, one end. */
export type ItemKind = 'head' | 'block' | 'node' | 'code' | 'end';

export interface SnapshotItem {
  readonly kind: ItemKind;
  readonly bytes: Uint8Array;
}

const KINDS: readonly ItemKind[] = ['head', 'block', 'node', 'code', 'end'];
const PREFIX_BYTES = 5;
/** Above any block, its receipts included. */
const MAX_ITEM_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Gathers items into chunks of about a mebibyte: kind (1) ‖ length (4, big-endian) ‖ bytes, one after another. */
export async function* toChunks(items: AsyncIterable<SnapshotItem> | Iterable<SnapshotItem>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const { kind, bytes } of items) {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix[0] = KINDS.indexOf(kind);
    prefix.writeUInt32BE(bytes.length, 1);
    parts.push(prefix, bytes);
    size += PREFIX_BYTES + bytes.length;
    if (size < CHUNK_BYTES) continue;
    yield new Uint8Array(Buffer.concat(parts));
    parts = [];
    size = 0;
  }
  if (size > 0) yield new Uint8Array(Buffer.concat(parts));
}

/** Reads items from a stream that may be cut anywhere. @throws MedrecError `SNAPSHOT_INVALID` */
export async function* fromChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotItem> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([rest, chunk]);
    while (rest.length >= PREFIX_BYTES) {
      const kind = KINDS[rest[0] ?? 255];
      const length = rest.readUInt32BE(1);
      if (kind === undefined || length > MAX_ITEM_BYTES) throw invalidSnapshot('an item of unknown kind or size');
      if (rest.length < PREFIX_BYTES + length) break;
      yield { kind, bytes: new Uint8Array(rest.subarray(PREFIX_BYTES, PREFIX_BYTES + length)) };
      rest = rest.subarray(PREFIX_BYTES + length);
    }
  }
  if (rest.length > 0) throw invalidSnapshot('it ends in the middle of an item');
}

export function invalidSnapshot(reason: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'SNAPSHOT_INVALID',
    message: 'The snapshot is not what its block commits to.',
    facts: { reason },
    cause,
    remedy: 'Nothing of it was kept. Take another snapshot, or let the node fetch the chain from its beginning.',
  });
}
