import type { Chain, HeadChange } from '../../chain/index.ts';
import { formatHeader } from '../format/block.ts';
import { logsOfBlock, type RpcLog } from '../format/log.ts';

/** One change of the head as subscribers see it: logs of removed blocks come again, marked, before those of added ones. */
export interface HeadNews {
  readonly heads: readonly Record<string, unknown>[];
  readonly hashes: readonly string[];
  readonly logs: readonly RpcLog[];
}

/** Reads a head change's logs once for all filters and subscriptions, and hands changes on in their order. */
export function followChain(
  chain: Chain,
  deliver: (news: HeadNews) => void,
  onFailure: (thrown: unknown) => void,
  isNeeded: () => boolean,
): () => void {
  let last: Promise<void> = Promise.resolve();
  const prepare = async (change: HeadChange): Promise<void> => {
    const removed = await Promise.all(change.removed.map((block) => logsOfBlock(chain, block, true)));
    const added = await Promise.all(change.added.map((block) => logsOfBlock(chain, block)));
    const heads = change.added.map((block) => formatHeader(block.header));
    deliver({ heads, hashes: heads.map((head) => String(head['hash'])), logs: [...removed, ...added].flat() });
  };
  return chain.onHead((change) => {
    if (!isNeeded()) return;
    last = last.then(() => prepare(change)).catch(onFailure);
  });
}
