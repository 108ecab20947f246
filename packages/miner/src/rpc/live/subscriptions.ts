import { randomBytes } from 'node:crypto';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MAX_SUBSCRIPTIONS_PER_SOCKET } from '../limits.ts';
import { matchesLog } from '../match-logs.ts';
import { limitExceeded } from '../rpc-error.ts';
import type { LogCriteria, Session } from '../types.ts';
import type { HeadNews } from './head-feed.ts';

/** All WebSockets' subscriptions (`eth_subscribe`). */
export interface SubscriptionHub {
  /** One socket's session; `send` gets the text of each notification. */
  open(send: (text: string) => void): Session & { close(): void };
  onNews(news: HeadNews): void;
  onPending(hash: Hex): void;
  size(): number;
}

interface Subscription {
  readonly id: Hex;
  readonly kind: 'newHeads' | 'newPendingTransactions' | 'logs';
  readonly criteria?: LogCriteria;
  readonly send: (text: string) => void;
}

export function createSubscriptionHub(): SubscriptionHub {
  const all = new Map<Hex, Subscription>();
  const notify = ({ id, send }: Subscription, result: unknown): void =>
    send(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription: id, result } }));

  return {
    open(send) {
      const own = new Set<Hex>();
      const add = (rest: Pick<Subscription, 'kind' | 'criteria'>): Hex => {
        if (own.size >= MAX_SUBSCRIPTIONS_PER_SOCKET) {
          throw limitExceeded(
            'The connection has too many subscriptions.',
            { limit: MAX_SUBSCRIPTIONS_PER_SOCKET },
            'Open another connection.',
          );
        }
        const id = bytesToHex(randomBytes(16));
        own.add(id);
        all.set(id, { id, send, ...rest });
        return id;
      };
      return {
        subscribe: (kind) => add({ kind }),
        subscribeLogs: (criteria) => add({ kind: 'logs', criteria }),
        unsubscribe: (id) => own.delete(id as Hex) && all.delete(id as Hex),
        close() {
          for (const id of own) all.delete(id);
          own.clear();
        },
      };
    },
    onNews(news) {
      for (const subscription of all.values()) {
        const { kind, criteria } = subscription;
        if (kind === 'newHeads') for (const head of news.heads) notify(subscription, head);
        if (kind === 'logs' && criteria) for (const log of news.logs) if (matchesLog(log, criteria)) notify(subscription, log);
      }
    },
    onPending(hash) {
      for (const subscription of all.values()) if (subscription.kind === 'newPendingTransactions') notify(subscription, hash);
    },
    size: () => all.size,
  };
}
