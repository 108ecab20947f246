import type { Block } from '@ethereumjs/block';
import type { Chain } from '../chain/index.ts';
import { numberOf, requireBlock } from './find-block.ts';
import { logsOfBlock, type RpcLog } from './format/log.ts';
import { MAX_LOG_RANGE_BLOCKS, MAX_LOG_RESULTS } from './limits.ts';
import { bloomMayMatch, matchesLog } from './match-logs.ts';
import { limitExceeded } from './rpc-error.ts';
import type { BlockTag, LogFilter } from './schemas.ts';
import type { LogCriteria } from './types.ts';

/** @throws MedrecError `RPC_LIMIT` for a range over 10,000 blocks or more than 10,000 results; `BLOCK_UNKNOWN`. */
export async function readLogs(chain: Chain, filter: LogFilter): Promise<RpcLog[]> {
  if (filter.blockHash !== undefined) return logsIn(chain, await requireBlock(chain, { blockHash: filter.blockHash }), filter);
  const head = chain.head().number;
  const from = await heightOf(chain, filter.fromBlock);
  let to = await heightOf(chain, filter.toBlock);
  if (to > head) to = head;
  if (to - from >= MAX_LOG_RANGE_BLOCKS) {
    throw limitExceeded(
      'The range holds too many blocks.',
      { blocks: to - from + 1n, limit: MAX_LOG_RANGE_BLOCKS },
      'Ask in smaller ranges.',
    );
  }
  const found: RpcLog[] = [];
  for (let number = from; number <= to; number += 1n) {
    const block = await chain.blockByNumber(number);
    if (block === undefined) break; // the chain became shorter meanwhile
    found.push(...(await logsIn(chain, block, filter)));
    if (found.length > MAX_LOG_RESULTS)
      throw limitExceeded('The filter matches too many logs.', { limit: MAX_LOG_RESULTS }, 'Ask in smaller ranges.');
  }
  return found;
}

async function logsIn(chain: Chain, block: Block, criteria: LogCriteria): Promise<RpcLog[]> {
  if (!bloomMayMatch(block.header.logsBloom, criteria)) {
    const systemLogs = await chain.systemLogsOf(`0x${Buffer.from(block.hash()).toString('hex')}`);
    if (!systemLogs.some((log) => matchesLog(log, criteria))) return [];
  }
  return (await logsOfBlock(chain, block)).filter((log) => matchesLog(log, criteria));
}

async function heightOf(chain: Chain, tag: BlockTag): Promise<bigint> {
  return typeof tag === 'object' ? (await requireBlock(chain, tag)).header.number : numberOf(chain, tag);
}
