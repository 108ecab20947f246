import type { HDNodeWallet } from 'ethers';
import type { Hex } from '../bytes/index.ts';
import { createTransactor } from '../client/index.ts';
import type { Session } from './session.ts';

export interface OwnCall {
  /** Who sends: a relationship's present key. */
  readonly account: HDNodeWallet;
  readonly to: Hex;
  readonly data: Hex;
  /** What it does, in a few words. */
  readonly label: string;
  /** Whether to stay until the network's confirmations stand on top; otherwise until it is sealed. */
  readonly untilConfirmed: boolean;
}

export interface Sealed {
  readonly transaction: Hex;
  readonly block: bigint;
}

/** Sends a transaction of the patient's and waits for its block. @throws as `Transactor.send` and `PendingTransaction.wait`. */
export async function sendCall(session: Session, call: OwnCall): Promise<Sealed> {
  const { client, network, io } = session;
  const pending = await createTransactor({ client, wallet: call.account }).send(call);
  const confirmations = call.untilConfirmed ? network.confirmations : 0;
  io.note(confirmations > 0 ? `sent; waiting for its block and ${confirmations} more on top …` : 'sent; waiting for its block …');
  const receipt = await pending.wait(confirmations);
  return { transaction: receipt.transactionHash, block: receipt.blockNumber };
}
