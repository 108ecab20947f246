import type { Hex } from '@medrec/shared/bytes';
import { RuleError } from '@medrec/shared/errors';
import { createBoundedCache } from '../store/index.ts';
import { MAX_REMEMBERED_BAD } from './limits.ts';

/** Hashes of blocks that broke a rule, so that each is checked once however often it is sent. */
export interface BadBlocks {
  remember(hash: Hex, error: RuleError): void;
  /** @throws RuleError the block's own, or `PARENT_BAD` when it builds on a refused block. */
  refuse(hash: Hex, parent: Hex): void;
}

export function createBadBlocks(): BadBlocks {
  const errors = createBoundedCache<Hex, RuleError>(MAX_REMEMBERED_BAD);
  return {
    remember(hash, error) {
      // `ignore` is about the moment (time, load), not about the block.
      if (error.verdict !== 'ignore') errors.set(hash, error, 1);
    },
    refuse(hash, parent) {
      const own = errors.get(hash);
      if (own !== undefined) throw own;
      const inherited = errors.get(parent);
      if (inherited === undefined) return;
      const error = new RuleError({
        code: 'PARENT_BAD',
        message: 'The block builds on one that broke a rule.',
        facts: { parent, parentCode: inherited.facts['parentCode'] ?? inherited.code },
        verdict: inherited.verdict,
      });
      errors.set(hash, error, 1);
      throw error;
    },
  };
}
