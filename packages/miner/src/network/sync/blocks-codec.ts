import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { type Hex, isHex } from '@medrec/shared/bytes';
import { z } from 'zod';
import { MAX_BLOCKS_PER_REQUEST } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { decodeStrings } from './block-parts.ts';
import { malformedRequest } from './refusals.ts';
import { parseJson } from './status.ts';

const blocksRequest = z.strictObject({
  from: z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal'),
  count: z.int().min(1).max(MAX_BLOCKS_PER_REQUEST),
});

/** That block and its ancestors downwards, canonical or not. */
export type BlocksRequest = z.infer<typeof blocksRequest>;

export function encodeBlocksRequest(value: BlocksRequest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @throws RuleError `REQUEST_MALFORMED` (reject). */
export function decodeBlocksRequest(bytes: Uint8Array): BlocksRequest {
  const parsed = blocksRequest.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw malformedRequest('blocks', parsed.error.issues[0]?.path.join('.'));
}

/** An RLP list of blocks, each a byte string of its own RLP. */
export function encodeBlocks(blocks: readonly Uint8Array[]): Uint8Array {
  return RLP.encode([...blocks]);
}

/** @throws RuleError `BLOCK_MALFORMED` (penalise). */
export function decodeBlocks(bytes: Uint8Array, maxCount: number, decodeBlock: (rlp: Uint8Array) => Block): Block[] {
  const items = decodeStrings(bytes, maxCount);
  try {
    return items.map(decodeBlock);
  } catch (thrown) {
    throw malformed(thrown);
  }
}
