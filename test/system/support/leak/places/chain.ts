import { bothEncodings, readableText } from '../printable.ts';
import type { Excerpt } from '../scanner.ts';

/** A chain as its node's JSON-RPC tells it. */
export interface ChainAnswers {
  /** `eth_getBlockByNumber` with whole transactions. */
  readonly blocks: readonly unknown[];
  /** `eth_getLogs` over all blocks. */
  readonly logs: readonly unknown[];
  readonly receipts: readonly unknown[];
  readonly others: readonly unknown[];
}

const CALLS_AT_ONCE = 20;

export async function readChain(rpc: string): Promise<ChainAnswers> {
  const call = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await response.json()) as { result?: unknown }).result;
  };
  const head = Number(await call('eth_blockNumber'));
  const blocks = await inBatches(
    Array.from({ length: head + 1 }, (_, number) => number),
    (number) => call('eth_getBlockByNumber', `0x${number.toString(16)}`, true),
  );
  const hashes = blocks.flatMap((block) =>
    ((block as { transactions?: { hash: string }[] } | null)?.transactions ?? []).map(({ hash }) => hash),
  );
  return {
    blocks,
    receipts: await inBatches(hashes, (hash) => call('eth_getTransactionReceipt', hash)),
    logs: (await call('eth_getLogs', { fromBlock: '0x0', toBlock: `0x${head.toString(16)}` })) as unknown[],
    others: await Promise.all(
      ['medrec_config', 'medrec_status', 'medrec_poolRevocations', 'txpool_content', 'admin_peers'].map((name) => call(name)),
    ),
  };
}

/** Each answer as it came, and every byte string in it as both encodings. */
export function* chainTexts({ blocks, receipts, logs, others }: ChainAnswers): Generator<Excerpt> {
  for (const [where, answers] of Object.entries({
    'RPC blocks': blocks,
    'RPC receipts': receipts,
    'RPC logs': logs,
    'RPC others': others,
  })) {
    for (const answer of answers) {
      const json = JSON.stringify(answer) ?? '';
      yield { where, text: json };
      for (const [, hex] of json.matchAll(/"0x((?:[0-9a-f]{2}){5,})"/gi)) {
        const bytes = Buffer.from(hex ?? '', 'hex');
        // A bloom or a hash is random; what a participant sent may hold anything, anywhere.
        yield { where, text: bytes.length > 32 && bytes.length !== 256 ? bothEncodings(bytes) : readableText(bytes) };
      }
    }
  }
}

async function inBatches<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < items.length; at += CALLS_AT_ONCE)
    answers.push(...(await Promise.all(items.slice(at, at + CALLS_AT_ONCE).map(ask))));
  return answers;
}
