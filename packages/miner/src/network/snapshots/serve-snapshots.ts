import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, type Hex, isHex } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import { z } from 'zod';
import type { Host } from '../host.ts';
import {
  MAX_BLOCKS_REQUEST_BYTES,
  MAX_BODIES_PER_REQUEST,
  MAX_BODIES_REQUEST_BYTES,
  MAX_CHUNK_BYTES,
  MAX_MANIFESTS_BYTES,
  MAX_RECEIPTS_RESPONSE_BYTES,
  MAX_SNAPSHOT_CHUNKS,
} from '../limits.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type ExchangeLimits, serve } from '../sync/exchange.ts';
import { malformedRequest } from '../sync/refusals.ts';
import { parseJson } from '../sync/status.ts';
import { encodeManifests } from './manifest.ts';
import type { SnapshotShelf } from './shelf.ts';

const HASH_BYTES = 32;
const LIST_OVERHEAD_BYTES = 16;

export interface SnapshotLimits {
  readonly manifests: ExchangeLimits;
  readonly chunks: ExchangeLimits;
  readonly receipts: ExchangeLimits;
}

export function snapshotLimits(names: ProtocolNames): SnapshotLimits {
  return {
    manifests: { protocol: names.snapshots, maxRequestBytes: MAX_BLOCKS_REQUEST_BYTES, maxResponseBytes: MAX_MANIFESTS_BYTES },
    chunks: { protocol: names.chunks, maxRequestBytes: MAX_BLOCKS_REQUEST_BYTES, maxResponseBytes: MAX_CHUNK_BYTES },
    receipts: { protocol: names.receipts, maxRequestBytes: MAX_BODIES_REQUEST_BYTES, maxResponseBytes: MAX_RECEIPTS_RESPONSE_BYTES },
  };
}

const chunkRequest = z.strictObject({
  block: z.custom<Hex>((value) => isHex(value, HASH_BYTES), '32 bytes as 0x-prefixed hexadecimal'),
  index: z
    .int()
    .min(0)
    .max(MAX_SNAPSHOT_CHUNKS - 1),
});

export function encodeChunkRequest(block: Hex, index: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ block, index }));
}

/** Answers which snapshots this node has, their chunks, and blocks' receipts. */
export async function serveSnapshots(host: Host, names: ProtocolNames, shelf: SnapshotShelf, log: Logger): Promise<void> {
  const limits = snapshotLimits(names);
  await serve(host, limits.manifests, async () => encodeManifests(shelf.manifests()), log);
  await serve(host, limits.chunks, (payload) => answerChunk(shelf, payload), log);
  await serve(host, limits.receipts, async (payload) => answerReceipts(shelf, payload), log);
}

/** Empty when this node has it no more. @throws RuleError `REQUEST_MALFORMED` */
export async function answerChunk(shelf: Pick<SnapshotShelf, 'chunk'>, payload: Uint8Array): Promise<Uint8Array> {
  const wanted = chunkRequest.safeParse(parseJson(payload));
  if (!wanted.success) throw malformedRequest('a chunk', wanted.error.issues[0]?.path.join('.'));
  return (await shelf.chunk(wanted.data.block, wanted.data.index)) ?? new Uint8Array(0);
}

/** As `answerBodies`, with receipts as they are stored. @throws RuleError `REQUEST_MALFORMED` */
export function answerReceipts(shelf: Pick<SnapshotShelf, 'receipts'>, payload: Uint8Array): Uint8Array {
  if (payload.length === 0 || payload.length % HASH_BYTES !== 0 || payload.length > HASH_BYTES * MAX_BODIES_PER_REQUEST)
    throw malformedRequest('receipts');
  const answer: Uint8Array[] = [];
  let bytes = LIST_OVERHEAD_BYTES;
  for (let at = 0; at < payload.length && bytes < MAX_RECEIPTS_RESPONSE_BYTES / 2; at += HASH_BYTES) {
    const receipts = shelf.receipts(bytesToHex(payload.subarray(at, at + HASH_BYTES)));
    if (receipts === undefined) break;
    bytes += receipts.length + LIST_OVERHEAD_BYTES;
    if (bytes > MAX_RECEIPTS_RESPONSE_BYTES) break;
    answer.push(receipts);
  }
  return RLP.encode(answer);
}
