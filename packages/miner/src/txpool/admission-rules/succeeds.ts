import { createBlockHeader } from '@ethereumjs/block';
import type { TypedTransaction } from '@ethereumjs/tx';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { gasLimitAt } from '@medrec/shared/chain';
import type { Chain, Head } from '../../chain/index.ts';
import type { Executor } from '../../execution/index.ts';

/**
 * Whether the transaction would succeed alone in the next block, sealed now: the contracts look at the time (epochs end,
 * deadlines pass), so the head's own would refuse what the next block takes.
 */
export async function succeedsAt(
  { common, spec }: Pick<Chain, 'common' | 'spec'>,
  executor: Executor,
  head: Head,
  now: bigint,
  transaction: TypedTransaction,
  sender: Hex,
): Promise<boolean> {
  const parent = head.header;
  const number = parent.number + 1n;
  const timestamp = now > parent.timestamp ? now : parent.timestamp + 1n;
  const gasLimit = gasLimitAt(spec.config.medrec, number);
  const { coinbase, difficulty } = parent;
  const header = createBlockHeader({ parentHash: parent.hash(), number, timestamp, gasLimit, coinbase, difficulty }, { common });
  const result = await executor.call(parent.stateRoot, header, {
    from: sender,
    ...(transaction.to === undefined ? {} : { to: bytesToHex(transaction.to.bytes) }),
    data: bytesToHex(transaction.data),
    gas: transaction.gasLimit,
  });
  return !result.reverted;
}
