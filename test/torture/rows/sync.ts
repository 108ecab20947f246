import { runSyncRow } from '../../support/sync-row.ts';
import type { Row } from '../row.ts';
import { slowDown } from '../world/real-node.ts';

const MOST_STALL_MS = 5000;

export const syncRow: Row = {
  number: 5,
  name: 'sync',
  what: 'a fresh node fetches a chain from three peers, one lying and one stalling',
  sizes: { unit: 'blocks', short: 300, full: 10_000 },
  async run(torture) {
    const result = await runSyncRow({ blocks: torture.size, transactionsPerBlock: 1, onProgress: torture.say });
    torture.check(
      'the same head and state root as the control node',
      result.head === result.controlHead && result.stateRoot === result.controlStateRoot,
      result.stateRoot,
    );
    torture.check('the liar is banned', result.bans.length === 1, result.bans);
    const limit = Math.round(MOST_STALL_MS * slowDown());
    const slowest = Math.max(...result.stallsLeftMs);
    torture.check(`the peer that stalls is left within ${limit} ms`, slowest <= limit, `${Math.round(slowest)} ms`);
    torture.figure('seconds', result.syncSeconds);
    torture.figure('blocks a second', result.blocksPerSecond);
  },
};
