import type { Block } from '@ethereumjs/block';
import { findBlock } from '../../find-block.ts';
import { formatOmmer } from '../../format/block.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { blockTag, hash, index, positional } from '../../schemas.ts';

const count = (block: Block | undefined): unknown => (block ? quantity(block.uncleHeaders.length) : null);

function ommerIn(block: Block | undefined, at: number): unknown {
  const ommer = block?.uncleHeaders[at];
  return ommer ? formatOmmer(ommer) : null;
}

export const ethGetUncleCountByBlockHash = defineMethod('eth_getUncleCountByBlockHash', positional(hash), async ({ chain }, [blockHash]) =>
  count(await chain.blockByHash(blockHash)),
);
export const ethGetUncleCountByBlockNumber = defineMethod(
  'eth_getUncleCountByBlockNumber',
  positional(blockTag),
  async ({ chain }, [tag]) => count(await findBlock(chain, tag)),
);
export const ethGetUncleByBlockHashAndIndex = defineMethod(
  'eth_getUncleByBlockHashAndIndex',
  positional(hash, index),
  async ({ chain }, [blockHash, at]) => ommerIn(await chain.blockByHash(blockHash), at),
);
export const ethGetUncleByBlockNumberAndIndex = defineMethod(
  'eth_getUncleByBlockNumberAndIndex',
  positional(blockTag, index),
  async ({ chain }, [tag, at]) => ommerIn(await findBlock(chain, tag), at),
);
