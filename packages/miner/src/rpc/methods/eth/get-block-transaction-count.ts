import { findBlock } from '../../find-block.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { blockTag, hash, positional } from '../../schemas.ts';

export const ethGetBlockTransactionCountByNumber = defineMethod(
  'eth_getBlockTransactionCountByNumber',
  positional(blockTag),
  async ({ chain }, [tag]) => {
    const block = await findBlock(chain, tag);
    return block ? quantity(block.transactions.length) : null;
  },
);

export const ethGetBlockTransactionCountByHash = defineMethod(
  'eth_getBlockTransactionCountByHash',
  positional(hash),
  async ({ chain }, [blockHash]) => {
    const block = await chain.blockByHash(blockHash);
    return block ? quantity(block.transactions.length) : null;
  },
);
