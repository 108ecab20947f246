import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Chain } from '../chain/index.ts';
import type { BlockTag } from './schemas.ts';

/** Undefined when there is no such block. `pending` is the head: this node shows nobody blocks it has not sealed. */
export async function findBlock(chain: Chain, tag: BlockTag): Promise<Block | undefined> {
  if (typeof tag === 'object') return chain.blockByHash(tag.blockHash);
  if (tag === 'latest' || tag === 'pending') return chain.blockByHash(chain.head().hash);
  return chain.blockByNumber(numberOf(chain, tag));
}

/** @throws MedrecError `BLOCK_UNKNOWN` */
export async function requireBlock(chain: Chain, tag: BlockTag): Promise<Block> {
  const block = await findBlock(chain, tag);
  if (block !== undefined) return block;
  const name = typeof tag === 'object' ? tag.blockHash : String(tag);
  throw new MedrecError({
    code: 'BLOCK_UNKNOWN',
    message: 'The node has no such block.',
    facts: { block: name, head: chain.head().number },
  });
}

export async function requireBlockHash(chain: Chain, tag: BlockTag): Promise<Hex> {
  if (tag === 'latest' || tag === 'pending') return chain.head().hash;
  return bytesToHex((await requireBlock(chain, tag)).hash());
}

/** The height a tag stands for; `safe` and `finalized` are the head less the network's confirmations. */
export function numberOf(chain: Chain, tag: Exclude<BlockTag, object>): bigint {
  if (typeof tag === 'bigint') return tag;
  const head = chain.head().number;
  if (tag === 'earliest') return 0n;
  if (tag === 'latest' || tag === 'pending') return head;
  const confirmations = BigInt(chain.spec.config.medrec.confirmations);
  return head > confirmations ? head - confirmations : 0n;
}
