import type { TxPool } from '../../txpool/index.ts';
import type { Discipline } from '../discipline.ts';
import type { GossipVerdict } from './topic.ts';

/** Offers a gossiped transaction to the pool, whose admission rules decide; passed on once the pool keeps it. */
export function createTransactionCheck(
  pool: Pick<TxPool, 'add'>,
  discipline: Discipline,
): (data: Uint8Array, peer: string) => Promise<GossipVerdict> {
  return async (data, peer) => {
    try {
      await pool.add(data, peer);
      return 'accept';
    } catch (thrown) {
      return discipline.judge(thrown, { kind: 'transaction', peer });
    }
  };
}
