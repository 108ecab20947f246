import type { Block } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { type Hex, isHex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { z } from 'zod';
import { MAX_BLOCKS_PER_REQUEST } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { parseJson } from './status.ts';

const from = z.union([
  z.strictObject({
    number: z
      .string()
      .regex(/^(0|[1-9]\d{0,18})$/)
      .transform(BigInt),
  }),
  z.strictObject({ hash: z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal') }),
]);

const blocksRequest = z.strictObject({ from, count: z.int().min(1).max(MAX_BLOCKS_PER_REQUEST) });

/** From a number: canonical blocks upwards. From a hash: that block and its ancestors downwards, canonical or not. */
export type BlocksRequest = z.infer<typeof blocksRequest>;

export function encodeBlocksRequest(value: BlocksRequest): Uint8Array {
  const start = 'number' in value.from ? { number: value.from.number.toString() } : value.from;
  return new TextEncoder().encode(JSON.stringify({ from: start, count: value.count }));
}

/** @throws RuleError `REQUEST_MALFORMED` (reject). */
export function decodeBlocksRequest(bytes: Uint8Array): BlocksRequest {
  const parsed = blocksRequest.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new RuleError({
    code: 'REQUEST_MALFORMED',
    message: 'The request for blocks has a wrong field.',
    verdict: 'reject',
    facts: { field: parsed.error.issues[0]?.path.join('.') },
  });
}

/** An RLP list of blocks, each a byte string of its own RLP. */
export function encodeBlocks(blocks: readonly Uint8Array[]): Uint8Array {
  return RLP.encode([...blocks]);
}

/** @throws RuleError `BLOCK_MALFORMED` (penalise). */
export function decodeBlocks(bytes: Uint8Array, maxCount: number, decodeBlock: (rlp: Uint8Array) => Block): Block[] {
  try {
    const items: unknown = RLP.decode(bytes);
    if (!Array.isArray(items) || items.length > maxCount) throw notBlocks();
    return items.map((item: unknown) => {
      if (!(item instanceof Uint8Array)) throw notBlocks();
      return decodeBlock(item);
    });
  } catch (thrown) {
    throw malformed(thrown);
  }
}

function notBlocks(): RuleError {
  return new RuleError({
    code: 'BLOCK_MALFORMED',
    message: 'The answer is no list of as many blocks as were asked for.',
    verdict: 'penalise',
  });
}
