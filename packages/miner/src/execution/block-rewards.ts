import { Account, type Address } from '@ethereumjs/util';
import type { Session } from './session.ts';

/**
 * Ethereum's block and ommer rewards (yellow paper, section 11.3), for conformance runs.
 * On a MedRec chain the reward is 0 and nothing is touched.
 */
export async function payRewards({ vm, block }: Session): Promise<void> {
  const reward = vm.common.param('minerReward');
  if (reward === 0n) return;
  for (const ommer of block.uncleHeaders) {
    await credit(ommer.coinbase, ((8n - (block.header.number - ommer.number)) * reward) / 8n);
  }
  await credit(block.header.coinbase, reward + (BigInt(block.uncleHeaders.length) * reward) / 32n);
  await vm.evm.journal.cleanup();

  async function credit(address: Address, amount: bigint): Promise<void> {
    const account = (await vm.stateManager.getAccount(address)) ?? new Account();
    account.balance += amount;
    await vm.evm.journal.putAccount(address, account);
  }
}
