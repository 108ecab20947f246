import type { BlockHeader } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Executor } from '../execution/index.ts';
import type { Store } from '../store/index.ts';
import type { Chain } from './types.ts';

/** The reads of a block's state: the block says the root, the executor reads below it. */
export function createStateReads(store: Store, executor: Executor): Pick<Chain, 'call' | 'accountAt' | 'codeAt' | 'storageAt'> {
  const headerOf = (hash: Hex): BlockHeader => {
    const header = store.header(hash);
    if (header !== undefined) return header;
    throw new MedrecError({
      code: 'BLOCK_UNKNOWN',
      message: 'This node does not have that block.',
      facts: { block: hash },
      remedy: 'Wait until the node has synced, or ask for another block.',
    });
  };
  return {
    call: async (block, request) => executor.call(headerOf(block).stateRoot, headerOf(block), request),
    accountAt: async (block, address) => executor.accountAt(headerOf(block).stateRoot, address),
    codeAt: async (block, address) => executor.codeAt(headerOf(block).stateRoot, address),
    storageAt: async (block, address, slot) => executor.storageAt(headerOf(block).stateRoot, address, slot),
  };
}
