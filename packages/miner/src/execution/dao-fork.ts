import { Hardfork } from '@ethereumjs/common';
import { Account, createAddressFromString } from '@ethereumjs/util';
import { DAO_ACCOUNTS, DAO_REFUND_CONTRACT } from './dao-accounts.ts';
import type { Session } from './session.ts';

/** EIP-779: in the fork's first block, before its transactions, the DAO's ether goes to the contract that gives it back. */
export async function applyDaoFork({ vm, state, block }: Session): Promise<void> {
  if (vm.common.hardforkBlock(Hardfork.Dao) !== block.header.number) return;
  const refundAddress = createAddressFromString(DAO_REFUND_CONTRACT);
  const refund = (await state.getAccount(refundAddress)) ?? new Account();
  for (const address of DAO_ACCOUNTS.map(createAddressFromString)) {
    const account = (await state.getAccount(address)) ?? new Account();
    refund.balance += account.balance;
    account.balance = 0n;
    await state.putAccount(address, account);
  }
  await state.putAccount(refundAddress, refund);
}
