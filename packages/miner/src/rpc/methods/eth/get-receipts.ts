import { findBlock } from '../../find-block.ts';
import { receiptsOfBlock } from '../../format/receipt.ts';
import { defineMethod } from '../../method.ts';
import { blockTag, hash, positional } from '../../schemas.ts';

export const ethGetTransactionReceipt = defineMethod(
  'eth_getTransactionReceipt',
  positional(hash),
  async ({ chain }, [transactionHash]) => {
    const place = await chain.placeOf(transactionHash);
    const block = place && (await chain.blockByHash(place.blockHash));
    if (place === undefined || block === undefined) return null;
    return (await receiptsOfBlock(chain, block))?.[place.index] ?? null;
  },
);

/** Without the system call's logs, which belong to no transaction; `eth_getLogs` shows them. */
export const ethGetBlockReceipts = defineMethod('eth_getBlockReceipts', positional(blockTag), async ({ chain }, [tag]) => {
  const block = await findBlock(chain, tag);
  return block ? ((await receiptsOfBlock(chain, block)) ?? null) : null;
});
