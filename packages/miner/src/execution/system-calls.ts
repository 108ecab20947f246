import type { ExecResult } from '@ethereumjs/evm';
import { createAddressFromString } from '@ethereumjs/util';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, REWARD_RULE_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import { Interface } from 'ethers';
import { logsOf } from './receipts.ts';
import type { Session } from './session.ts';
import type { LogEntry } from './types.ts';

/** Per call; not counted towards the block. Enough for `onBlock` over a full block of offers. */
const SYSTEM_CALL_GAS = 10_000_000n;

const SYSTEM_ABI = new Interface([
  'function anchorGenesis(bytes32 genesisHash)',
  'function onBlock(uint256 number, address coinbase, address[] ommerCoinbases)',
]);

/**
 * Gives the Registrar the genesis hash before the first transaction of block 1; genesis storage cannot hold a hash
 * that depends on it. @throws MedrecError `GENESIS_ANCHOR_FAILED`: no block 1 is possible on this spec
 */
export async function anchorGenesis(session: Session, genesisHash: Hex): Promise<readonly LogEntry[]> {
  const result = await callAsSystem(session, REGISTRAR_ADDRESS, SYSTEM_ABI.encodeFunctionData('anchorGenesis', [genesisHash]));
  if (result && !result.exceptionError) return logsOf(result.logs);
  throw new MedrecError({
    code: 'GENESIS_ANCHOR_FAILED',
    message: 'The Registrar did not take the genesis hash.',
    facts: { genesisHash, reason: result?.exceptionError?.error ?? 'no code' },
    remedy: 'Make the chain spec again with `medrec-miner spec create`.',
  });
}

/**
 * REWARD_RULE_FAILED: the reward rule sees every block, also an empty one, after its last transaction;
 * a block it cannot take is invalid, since entitlements would depend on who ran it.
 */
export async function runRewardRule(session: Session): Promise<readonly LogEntry[]> {
  const { header, uncleHeaders } = session.block;
  const ommers = uncleHeaders.map((ommer) => ommer.coinbase.toString());
  const result = await callAsSystem(
    session,
    REWARD_RULE_ADDRESS,
    SYSTEM_ABI.encodeFunctionData('onBlock', [header.number, header.coinbase.toString(), ommers]),
  );
  if (result && !result.exceptionError) return logsOf(result.logs);
  throw new RuleError({
    code: 'REWARD_RULE_FAILED',
    verdict: 'penalise',
    message: 'The reward rule refused the block.',
    facts: { number: header.number, reason: result?.exceptionError?.error ?? 'no code' },
  });
}

/** @returns undefined where no contract stands: the EVM would call that a success */
async function callAsSystem({ vm, state, block }: Session, to: Hex, data: string): Promise<ExecResult | undefined> {
  const address = createAddressFromString(to);
  if ((await state.getCodeSize(address)) === 0) return undefined;
  await vm.evm.journal.cleanup();
  const { execResult } = await vm.evm.runCall({
    block,
    caller: createAddressFromString(SYSTEM_ADDRESS),
    to: address,
    data: hexToBytes(data),
    gasLimit: SYSTEM_CALL_GAS,
    skipNonceIncrement: true,
  });
  // The call touched the system account, which is empty and must not stay in the state.
  await vm.evm.journal.cleanup();
  state.originalStorageCache.clear();
  return execResult;
}
