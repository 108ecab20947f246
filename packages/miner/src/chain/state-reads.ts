import type { BlockHeader } from '@ethereumjs/block';
import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import type { Executor } from '../execution/index.ts';
import { type Store, statePruned } from '../store/index.ts';
import type { Chain } from './types.ts';

/** The reads of a block's state: the block says the root, the executor reads below it. @throws MedrecError `STATE_PRUNED` */
export function createStateReads(store: Store, executor: Executor): Pick<Chain, 'call' | 'accountAt' | 'codeAt' | 'storageAt' | 'proofAt'> {
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
  const rootOf = (hash: Hex): Uint8Array => {
    const { number, stateRoot } = headerOf(hash);
    const { oldest } = store.window();
    if (number < oldest) throw statePruned({ number, oldestState: oldest });
    return stateRoot;
  };
  return {
    call: async (block, request) => executor.call(rootOf(block), headerOf(block), request),
    accountAt: async (block, address) => executor.accountAt(rootOf(block), address),
    codeAt: async (block, address) => executor.codeAt(rootOf(block), address),
    storageAt: async (block, address, slot) => executor.storageAt(rootOf(block), address, slot),
    proofAt: async (block, address, slots) => executor.proofAt(rootOf(block), address, slots),
  };
}
