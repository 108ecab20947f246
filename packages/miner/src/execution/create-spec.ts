import { Block, createBlockHeader } from '@ethereumjs/block';
import { createAddressFromString } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { type ChainSpec, gasLimitAt, type MedrecConfig, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { decodeRevert, type GenesisCall, genesisCalls, genesisContracts } from '@medrec/shared/contracts';
import { MedrecError } from '@medrec/shared/errors';
import { createCommon } from '../consensus/index.ts';
import { genesisState, specFingerprint } from './genesis.ts';
import { openSession, type Session } from './session.ts';
import { createMemoryState } from './state/index.ts';

/** Per call: setting up hundreds of participants must fit, and nobody waits for it. */
const SETUP_CALL_GAS = 10_000_000_000n;
const ZERO_ADDRESS: Hex = '0x0000000000000000000000000000000000000000';
const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`;

export interface CreateSpecOptions {
  readonly chainId: number;
  readonly config: MedrecConfig;
  /** Unix seconds; census epoch 0 begins here. */
  readonly timestampSeconds: number;
  /** Of the genesis block; the difficulty's minimum if left out. */
  readonly difficulty?: bigint | undefined;
}

/**
 * Makes a network: the protocol's contracts with the storage that their set-up writes, run in an EVM by the system address.
 * @throws MedrecError `GENESIS_SETUP_FAILED` with the contract's reason
 */
export async function createSpec({ chainId, config, timestampSeconds, difficulty }: CreateSpecOptions): Promise<ChainSpec> {
  const contracts = genesisContracts();
  const spec: ChainSpec = {
    config: { chainId, medrec: config },
    nonce: '0x0000000000000000',
    timestamp: quantity(BigInt(timestampSeconds)),
    extraData: specFingerprint({ chainId, medrec: config }),
    gasLimit: quantity(gasLimitAt(config, 0n)),
    difficulty: quantity(difficulty ?? BigInt(config.difficulty.minimum)),
    mixHash: ZERO_HASH,
    coinbase: ZERO_ADDRESS,
    alloc: Object.fromEntries(contracts.map(({ address, code }) => [address, { balance: '0x0' as const, nonce: '0x1', code }])),
  };
  const session = await openGenesisSession(spec);
  for (const call of genesisCalls(config, BigInt(chainId), BigInt(timestampSeconds))) await setUp(session, call);
  for (const { address } of contracts) {
    const account = spec.alloc[address];
    const storage = storageOf(session, address);
    if (account && Object.keys(storage).length > 0) spec.alloc[address] = { ...account, storage };
  }
  return spec;
}

function openGenesisSession(spec: ChainSpec): Promise<Session> {
  const common = createCommon(spec);
  const genesis = genesisState(spec.alloc);
  const nodes = createMemoryState();
  nodes.keep(genesis);
  const header = createBlockHeader({ timestamp: spec.timestamp, gasLimit: spec.gasLimit }, { common });
  return openSession({
    stateRoot: genesis.stateRoot,
    nodes,
    block: new Block(header, [], [], undefined, { common }),
    ancestorHash: undefined,
  });
}

async function setUp({ vm, block }: Session, call: GenesisCall): Promise<void> {
  const { execResult } = await vm.evm.runCall({
    block,
    caller: createAddressFromString(SYSTEM_ADDRESS),
    to: createAddressFromString(call.to),
    data: hexToBytes(call.data),
    gasLimit: SETUP_CALL_GAS,
    skipNonceIncrement: true,
  });
  if (!execResult.exceptionError) return;
  throw new MedrecError({
    code: 'GENESIS_SETUP_FAILED',
    message: 'A contract refused its genesis set-up.',
    facts: { contract: call.to, reason: execResult.exceptionError.error, revert: decodeRevert(bytesToHex(execResult.returnValue))?.name },
    remedy: 'Check that no participant is named twice and that every offered product is defined.',
  });
}

function storageOf({ state }: Session, address: Hex): Record<Hex, Hex> {
  const written = [...state.dumpWritten(createAddressFromString(address))].filter(([, value]) => value.some((byte) => byte !== 0));
  return Object.fromEntries(written.map(([slot, value]) => [slot, bytesToHex(value)]));
}

function quantity(value: bigint): Hex {
  return `0x${value.toString(16)}`;
}
