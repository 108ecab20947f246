import type { Hex } from '@medrec/shared/bytes';
import type { JsonRpc } from './json-rpc.ts';

/** A program under test, ready, with the protocol's contracts in place. */
export interface Server {
  readonly name: string;
  /** What a reader must know to compare: where its state lies, how it makes blocks. */
  readonly note: string;
  readonly rpc: JsonRpc;
  /** Makes a block of what waits; absent where the program does so by itself. */
  mine?(): Promise<void>;
  stop(): Promise<void>;
}

/** Height up to which blocks were counted, and transactions in them. */
export interface Counted {
  readonly height: number;
  readonly transactions: number;
}

/** Counts the transactions of the blocks that came since. */
export async function countNew(rpc: JsonRpc, { height, transactions }: Counted): Promise<Counted> {
  const head = Number(await rpc.call<Hex>('eth_blockNumber'));
  const numbers = Array.from({ length: Math.max(0, head - height) }, (_, i) => `0x${(height + 1 + i).toString(16)}`);
  const counts = await rpc.batch<Hex>(numbers.map((number) => ({ method: 'eth_getBlockTransactionCountByNumber', params: [number] })));
  return { height: Math.max(head, height), transactions: counts.reduce((sum, count) => sum + Number(count), transactions) };
}
