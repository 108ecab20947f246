import { RuleError } from '@medrec/shared/errors';
import { MAX_QUEUED_IMPORTS } from './limits.ts';

/** Runs one import at a time, in the order of arrival. */
export interface ImportQueue {
  /** @throws RuleError `IMPORT_QUEUE_FULL` (ignore: the block may be sent again). */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves when everything queued so far is done. */
  drain(): Promise<void>;
}

export function createImportQueue(): ImportQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async run(task) {
      if (waiting >= MAX_QUEUED_IMPORTS) {
        throw new RuleError({
          code: 'IMPORT_QUEUE_FULL',
          message: 'Too many blocks wait to be imported.',
          facts: { waiting },
          verdict: 'ignore',
        });
      }
      waiting++;
      const result = last.then(task);
      last = result.catch(() => undefined).finally(() => waiting--);
      return result;
    },
    async drain() {
      await last;
    },
  };
}
