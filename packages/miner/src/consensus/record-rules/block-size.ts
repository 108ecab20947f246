import type { Block } from '@ethereumjs/block';
import { MAX_BLOCK_BYTES } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';

/** BLOCK_SIZE: gas does not bound bytes, and a block that peers cannot pass on in one message would split the network. */
export function checkBlockSize(block: Block): void {
  const bytes = block.serialize().length;
  if (bytes <= MAX_BLOCK_BYTES) return;
  throw new RuleError({
    code: 'BLOCK_SIZE',
    verdict: 'penalise',
    message: 'The block is larger than a block may be.',
    facts: { number: block.header.number, bytes, limitBytes: MAX_BLOCK_BYTES },
  });
}

/** Header, two ommers and the lists' own bytes. */
const OVERHEAD_BYTES = 8 * 1024;

/** What a block's transactions may take together, for a sealer that puts one together. */
export const MAX_BODY_BYTES: number = MAX_BLOCK_BYTES - OVERHEAD_BYTES;
