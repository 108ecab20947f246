import type { Block, BlockHeader } from '@ethereumjs/block';
import { RLP } from '@ethereumjs/rlp';
import { RuleError } from '@medrec/shared/errors';
import { malformed } from '../malformed.ts';

// Headers and bodies travel apart, so that a header's work is seen before its body costs anything. A header is decoded as
// a block with an empty body: one decoder, with its rules of canonical form, serves all three.

export type DecodeBlock = (rlp: Uint8Array) => Block;

/** @param rlp a header's list. @throws RuleError `BLOCK_MALFORMED` (penalise) */
export function decodeHeader(rlp: Uint8Array, decodeBlock: DecodeBlock): BlockHeader {
  return parsed(() => decodeBlock(RLP.encode([listOf(rlp), [], []])).header);
}

/** A block's header with an empty body in the place of its own, which is not looked at. @throws RuleError `BLOCK_MALFORMED` (penalise) */
export function headerAlone(rlp: Uint8Array, decodeBlock: DecodeBlock): Block {
  return parsed(() => {
    const [header] = listOf(rlp);
    if (!Array.isArray(header)) throw notAList();
    return decodeBlock(RLP.encode([header, [], []]));
  });
}

/** Joins a header and what claims to be its body; whether it is, `checkBody` tells. @throws RuleError `BLOCK_MALFORMED` (penalise) */
export function joinBlock(header: BlockHeader, body: Uint8Array, decodeBlock: DecodeBlock): Block {
  return parsed(() => {
    const parts = listOf(body);
    if (parts.length !== 2) throw notAList();
    return decodeBlock(RLP.encode([header.raw(), ...parts]));
  });
}

/** An RLP list of byte strings, at most so many. @throws RuleError `BLOCK_MALFORMED` (penalise) */
export function decodeStrings(rlp: Uint8Array, maxCount: number): Uint8Array[] {
  return parsed(() => {
    const items = listOf(rlp);
    if (items.length > maxCount || !items.every((item) => item instanceof Uint8Array)) throw notAList();
    return items;
  });
}

type RlpItem = Uint8Array | RlpItem[];

function listOf(rlp: Uint8Array): RlpItem[] {
  const items = RLP.decode(rlp) as RlpItem;
  if (!Array.isArray(items)) throw notAList();
  return items;
}

function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw malformed(thrown);
  }
}

function notAList(): RuleError {
  return new RuleError({ code: 'BLOCK_MALFORMED', message: 'The answer is no list of what was asked for.', verdict: 'penalise' });
}
