import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { PooledTransaction } from './types.ts';

export interface Listeners {
  /** Returns the function that ends the subscription. */
  add(listener: (transaction: PooledTransaction) => void): () => void;
  /** One listener's fault stops neither the others nor the pool. */
  notify(transaction: PooledTransaction): void;
  clear(): void;
}

export function createListeners(log: Logger): Listeners {
  const listeners = new Set<(transaction: PooledTransaction) => void>();
  return {
    add(listener) {
      const own = (transaction: PooledTransaction): void => listener(transaction);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    notify(transaction) {
      for (const listener of listeners) {
        try {
          listener(transaction);
        } catch (error) {
          log.error({ err: asMedrecError(error) }, 'a listener failed on a new transaction');
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
