import { asMedrecError } from '@medrec/shared/errors';
import type { HospitalChain } from '../publisher/index.ts';

/** A head older than this means that the node hears of no new blocks: what it says of permissions may be out of date. */
const HEAD_MAX_AGE_SECONDS = 900n;

/** Why requests cannot be served, in a few words; undefined when they can. */
export function createReadiness(chain: HospitalChain, nowSeconds: () => bigint): () => Promise<string | undefined> {
  return async () => {
    try {
      const { timestamp } = await chain.head();
      return nowSeconds() - timestamp > HEAD_MAX_AGE_SECONDS ? 'the node’s head is old' : undefined;
    } catch (thrown) {
      return `the node does not answer (${asMedrecError(thrown).code})`;
    }
  };
}
