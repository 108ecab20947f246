import { createAddressFromString } from '@ethereumjs/util';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { MedrecConfig } from '@medrec/shared/chain';
import { payRewards } from './block-rewards.ts';
import { applyDaoFork } from './dao-fork.ts';
import { bloomOf, receiptsRootOf } from './receipts.ts';
import type { Session } from './session.ts';
import { anchorGenesis, runRewardRule } from './system-calls.ts';
import type { BlockResult, LogEntry, Receipt } from './types.ts';

export interface ChainFacts {
  readonly config: MedrecConfig;
  readonly genesisHash: Hex;
}

/** What the protocol does before a block's first transaction: new contract code at its height, the anchor in block 1. */
export async function beginBlock(session: Session, { config, genesisHash }: ChainFacts): Promise<readonly LogEntry[]> {
  const { number } = session.block.header;
  for (const fork of config.forks) {
    if (BigInt(fork.fromBlock) === number) await session.state.putCode(createAddressFromString(fork.address), hexToBytes(fork.code));
  }
  await applyDaoFork(session);
  return config.recordRules && number === 1n ? anchorGenesis(session, genesisHash) : [];
}

/** What the protocol does after a block's last transaction, and the block's outcome. @throws RuleError `REWARD_RULE_FAILED` */
export async function endBlock(
  session: Session,
  { config }: ChainFacts,
  receipts: readonly Receipt[],
  earlierSystemLogs: readonly LogEntry[],
): Promise<BlockResult> {
  const rewardLogs = config.recordRules ? await runRewardRule(session) : [];
  await payRewards(session);
  // With nothing paid, a touched coinbase is empty and leaves in this block; the stock VM drops it in the next one.
  await session.vm.evm.journal.cleanup();
  const { stateRoot, writes } = session.state.finish();
  return {
    stateRoot,
    writes,
    receipts,
    receiptsRoot: receiptsRootOf(receipts),
    logsBloom: bloomOf(receipts),
    gasUsed: receipts.at(-1)?.cumulativeGasUsed ?? 0n,
    systemLogs: [...earlierSystemLogs, ...rewardLogs],
  };
}
