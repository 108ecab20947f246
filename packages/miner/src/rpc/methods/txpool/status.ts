import { quantity } from '../../format/quantity.ts';
import { defineMethod } from '../../method.ts';
import { none } from '../../schemas.ts';

/** `pending` could be sealed now; `queued` waits for an earlier nonce. */
export const txpoolStatus = defineMethod('txpool_status', none, ({ pool }) => {
  const pending = pool.ready().length;
  return { pending: quantity(pending), queued: quantity(pool.all().length - pending) };
});
