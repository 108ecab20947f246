import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { createBoundedCache } from '../store/index.ts';

/** Transactions that failed when they were executed at the present head, so that each is executed once however often it is sent. */
export interface Refusals {
  /** @throws RuleError the transaction's own of before */
  refuse(hash: Hex): void;
  /** Does the work, and remembers when execution was what refused it. */
  remembering<T>(hash: Hex, work: () => Promise<T>): Promise<T>;
}

const REMEMBERED = 4096;

export function createRefusals(headHash: () => Hex): Refusals {
  const refused = createBoundedCache<Hex, { readonly head: Hex; readonly error: RuleError }>(REMEMBERED);
  return {
    refuse(hash) {
      const before = refused.get(hash);
      if (before?.head === headHash()) throw before.error;
    },
    async remembering(hash, work) {
      const head = headHash();
      try {
        return await work();
      } catch (error) {
        if (error instanceof RuleError && error.code === 'TX_REVERTED') refused.set(hash, { head, error }, 1);
        throw error;
      }
    },
  };
}
