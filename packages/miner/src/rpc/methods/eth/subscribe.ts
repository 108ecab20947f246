import { z } from 'zod';
import { defineMethod } from '../../method.ts';
import { methodNotFound } from '../../rpc-error.ts';
import { logFilter, positional } from '../../schemas.ts';

const kind = z.enum(['newHeads', 'logs', 'newPendingTransactions']);

/** Over WebSocket alone. */
export const ethSubscribe = defineMethod('eth_subscribe', positional(kind, logFilter.optional()), (_, [what, filter], session) => {
  if (session === undefined) throw methodNotFound('eth_subscribe over HTTP');
  if (what !== 'logs') return session.subscribe(what);
  return session.subscribeLogs({ addresses: filter?.addresses ?? [], topics: filter?.topics ?? [] });
});

export const ethUnsubscribe = defineMethod('eth_unsubscribe', positional(z.string().max(66)), (_, [id], session) => {
  if (session === undefined) throw methodNotFound('eth_unsubscribe over HTTP');
  return session.unsubscribe(id);
});
