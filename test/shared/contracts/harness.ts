import { createBlock } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createEVM } from '@ethereumjs/evm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import {
  CENSUS_ADDRESS,
  type MedrecConfig,
  PERMISSIONS_ADDRESS,
  REGISTRAR_ADDRESS,
  RELATIONSHIPS_ADDRESS,
  REWARD_RULE_ADDRESS,
  SUMMARY_ADDRESS,
  SYSTEM_ADDRESS,
} from '@medrec/shared/chain';
import {
  censusAbi,
  decodeResult,
  decodeRevert,
  type EventLog,
  encodeCall,
  type FunctionArgs,
  type FunctionName,
  type FunctionResult,
  genesisCalls,
  genesisContracts,
  permissionsAbi,
  registrarAbi,
  relationshipsAbi,
  rewardRuleAbi,
  summaryAbi,
} from '@medrec/shared/contracts';

export const ABIS = { registrarAbi, relationshipsAbi, permissionsAbi, summaryAbi, censusAbi, rewardRuleAbi };
export type ProtocolAbi = (typeof ABIS)[keyof typeof ABIS];

const ADDRESSES = new Map<ProtocolAbi, Hex>([
  [registrarAbi, REGISTRAR_ADDRESS],
  [relationshipsAbi, RELATIONSHIPS_ADDRESS],
  [permissionsAbi, PERMISSIONS_ADDRESS],
  [summaryAbi, SUMMARY_ADDRESS],
  [censusAbi, CENSUS_ADDRESS],
  [rewardRuleAbi, REWARD_RULE_ADDRESS],
]);

/** What a block's onBlock may use (docs/protocol.md). */
const ON_BLOCK_GAS = 10_000_000n;
const GENESIS_TIME = 1_800_000_000n;
export const NO_ADDRESS: Hex = '0x0000000000000000000000000000000000000000';

export interface Sent {
  readonly logs: EventLog[];
  /** As a transaction would be charged: 21,000, its input, its execution. */
  readonly gasUsed: bigint;
  /** A custom error's name, or undefined when the call succeeded. */
  readonly revert: string | undefined;
}

export type TestChain = Awaited<ReturnType<typeof createTestChain>>;

/**
 * The six contracts after genesis in a Berlin EVM without a node: any address may send, time and blocks pass when told,
 * and a block's end runs the reward rule as the executor does.
 */
export async function createTestChain(config: MedrecConfig, chainId = 1337n) {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Berlin });
  const stateManager = new SimpleStateManager({ common });
  const evm = await createEVM({ common, stateManager });
  let number = 0n;
  let timestamp = GENESIS_TIME;
  let coinbase: Hex = NO_ADDRESS;

  for (const contract of genesisContracts())
    await stateManager.putCode(createAddressFromString(contract.address), hexToBytes(contract.code));
  for (const { to, data } of genesisCalls(config, chainId, GENESIS_TIME)) {
    const { revert } = await run(SYSTEM_ADDRESS, to, data, 1_000_000_000n);
    if (revert !== undefined) throw new TypeError(`genesis set-up reverted: ${revert}`);
  }
  number = 1n;
  timestamp += 1n;

  async function run(from: Hex, to: Hex, data: Hex, gasLimit: bigint) {
    const block = createBlock(
      { header: { number, timestamp, coinbase, gasLimit: 1_000_000_000n, difficulty: 1n } },
      { common, skipConsensusFormatValidation: true },
    );
    const result = await evm.runCall({
      block,
      caller: createAddressFromString(from),
      origin: createAddressFromString(from),
      to: createAddressFromString(to),
      data: hexToBytes(data),
      gasLimit,
      skipBalance: true,
    });
    await evm.journal.cleanup();
    const { exceptionError, returnValue, executionGasUsed, logs } = result.execResult;
    const returned = bytesToHex(returnValue);
    const revert = exceptionError === undefined ? undefined : (decodeRevert(returned)?.name ?? exceptionError.error);
    return { returned, revert, executionGasUsed, logs: revert === undefined ? (logs ?? []).map(toEventLog) : [] };
  }

  /** Sends as a transaction; the answer tells whether it was refused. */
  async function attempt<const TAbi extends ProtocolAbi, TName extends FunctionName<TAbi>>(
    from: Hex,
    abi: TAbi,
    name: TName,
    args: FunctionArgs<TAbi, TName>,
  ): Promise<Sent> {
    const data = encodeCall(abi, name, args);
    const { revert, logs, executionGasUsed } = await run(from, ADDRESSES.get(abi) as Hex, data, 900_000_000n);
    return { revert, logs, gasUsed: 21_000n + calldataGas(data) + executionGasUsed };
  }

  return {
    genesisTime: GENESIS_TIME,
    stateManager,
    attempt,

    /** Sends and insists on success. */
    async send<const TAbi extends ProtocolAbi, TName extends FunctionName<TAbi>>(
      from: Hex,
      abi: TAbi,
      name: TName,
      args: FunctionArgs<TAbi, TName>,
    ): Promise<Sent> {
      const sent = await attempt(from, abi, name, args);
      if (sent.revert !== undefined) throw new TypeError(`${String(name)} reverted: ${sent.revert}`);
      return sent;
    },

    /** The name of the error that the call is refused with. */
    async refusal<const TAbi extends ProtocolAbi, TName extends FunctionName<TAbi>>(
      from: Hex,
      abi: TAbi,
      name: TName,
      args: FunctionArgs<TAbi, TName>,
    ): Promise<string | undefined> {
      return (await attempt(from, abi, name, args)).revert;
    },

    async read<const TAbi extends ProtocolAbi, TName extends FunctionName<TAbi>>(
      abi: TAbi,
      name: TName,
      args: FunctionArgs<TAbi, TName>,
    ): Promise<FunctionResult<TAbi, TName>> {
      await evm.journal.checkpoint();
      const { returned, revert } = await run(NO_ADDRESS, ADDRESSES.get(abi) as Hex, encodeCall(abi, name, args), 900_000_000n);
      await evm.journal.revert();
      if (revert !== undefined) throw new TypeError(`${String(name)} reverted: ${revert}`);
      return decodeResult(abi, name, returned);
    },

    /** The block ends, sealed by that address; the next one begins a second later. @returns what `onBlock` emitted and used. */
    async sealBlock(sealer: Hex = NO_ADDRESS, ommers: readonly Hex[] = []): Promise<{ logs: EventLog[]; gasUsed: bigint }> {
      coinbase = sealer;
      const data = encodeCall(rewardRuleAbi, 'onBlock', [number, sealer, ommers]);
      const { revert, logs, executionGasUsed } = await run(SYSTEM_ADDRESS, REWARD_RULE_ADDRESS, data, ON_BLOCK_GAS);
      if (revert !== undefined) throw new TypeError(`onBlock failed: ${revert}`);
      number += 1n;
      timestamp += 1n;
      return { logs, gasUsed: executionGasUsed };
    },

    /** Moves the clock to the start of a census epoch, or by seconds; blocks do not pass. */
    startEpoch(epoch: bigint): void {
      timestamp = GENESIS_TIME + epoch * BigInt(config.censusEpochSeconds) + 1n;
    },
    pass(seconds: bigint): void {
      timestamp += seconds;
    },
    now: () => timestamp,
    blockNumber: () => number,
  };
}

function calldataGas(data: Hex): bigint {
  return hexToBytes(data).reduce((gas, byte) => gas + (byte === 0 ? 4n : 16n), 0n);
}

function toEventLog([address, topics, data]: [Uint8Array, Uint8Array[], Uint8Array]): EventLog {
  return { address: bytesToHex(address), topics: topics.map(bytesToHex), data: bytesToHex(data) };
}
