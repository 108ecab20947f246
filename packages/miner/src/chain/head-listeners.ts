import type { Logger } from '@medrec/shared/log';
import type { HeadChange } from './types.ts';

export interface HeadListeners {
  add(listener: (change: HeadChange) => void): () => void;
  /** One listener's fault neither stops the others nor the import. */
  notify(change: HeadChange): void;
}

export function createHeadListeners(log: Logger): HeadListeners {
  const listeners = new Set<(change: HeadChange) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notify(change) {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          log.error({ err: error }, 'a listener failed on a new head');
        }
      }
    },
  };
}
