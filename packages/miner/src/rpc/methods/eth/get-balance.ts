import { requireBlockHash } from '../../find-block.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { address, blockTag, positional } from '../../schemas.ts';

export const ethGetBalance = defineMethod('eth_getBalance', positional(address, blockTag), async ({ chain }, [account, tag]) => {
  const state = await chain.accountAt(await requireBlockHash(chain, tag), account);
  return quantity(state?.balance ?? 0n);
});
