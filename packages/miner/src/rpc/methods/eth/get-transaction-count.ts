import { requireBlockHash } from '../../find-block.ts';
import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { address, blockTag, positional } from '../../schemas.ts';

/** `pending` counts what waits in the pool. */
export const ethGetTransactionCount = defineMethod(
  'eth_getTransactionCount',
  positional(address, blockTag),
  async ({ chain, pool }, [account, tag]) => {
    if (tag === 'pending') return quantity(await pool.pendingNonce(account));
    const state = await chain.accountAt(await requireBlockHash(chain, tag), account);
    return quantity(state?.nonce ?? 0n);
  },
);
