import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { JsonRpc } from './json-rpc.ts';
import { type LogEntry, logEntry, quantity } from './node-schemas.ts';

export interface LogFilter {
  readonly address: Hex;
  /** As in `eth_getLogs`: null matches anything, a list matches any of its entries. */
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
  /** First block; 0n by default. */
  readonly fromBlock?: bigint;
  /** Last block, included; the head at the time of asking by default. */
  readonly toBlock?: bigint;
}

/** Blocks asked at once: half of what a node answers, so that a tightened cap still leaves room. */
const RANGE_BLOCKS = 5000n;
const logs = z.array(logEntry);

/** Asks range by range, halving a range that the node refuses for its size. @throws as `JsonRpc.request`. */
export async function readLogs(rpc: JsonRpc, filter: LogFilter): Promise<LogEntry[]> {
  const last = filter.toBlock ?? (await rpc.request('eth_blockNumber', [], quantity));
  const found: LogEntry[] = [];
  let size = RANGE_BLOCKS;
  for (let from = filter.fromBlock ?? 0n; from <= last; ) {
    const end = from + size - 1n;
    const to = end < last ? end : last;
    const part = await readRange(rpc, filter, from, to, size > 1n);
    if (part === undefined) {
      size /= 2n;
      continue;
    }
    for (const entry of part) found.push(entry);
    from = to + 1n;
  }
  return found;
}

/** Undefined when the node refused the range and a smaller one may be tried. */
async function readRange(rpc: JsonRpc, filter: LogFilter, from: bigint, to: bigint, mayHalve: boolean): Promise<LogEntry[] | undefined> {
  const query = { address: filter.address, topics: filter.topics ?? [], fromBlock: hex(from), toBlock: hex(to) };
  try {
    return await rpc.request('eth_getLogs', [query], logs);
  } catch (error) {
    if (mayHalve && from < to && error instanceof MedrecError && error.code === 'RPC_REFUSED') return undefined;
    throw error;
  }
}

function hex(number: bigint): string {
  return `0x${number.toString(16)}`;
}
