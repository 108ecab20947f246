import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { PEERS } from '../install-peers.ts';
import { createJsonRpc, type JsonRpc, type RpcCall } from './json-rpc.ts';
import type { Load } from './load.ts';
import type { Server } from './server.ts';

interface Program {
  readonly note: string;
  /** What runs, with the JavaScript of Node unless it is a program itself. */
  command(port: number, load: Load): readonly string[];
  readonly setCode: string;
  readonly setStorage: string;
  /** A slot's name: Ethereum's quantities have no leading zeros, hashes do. */
  slot(key: Hex): Hex;
  /** Lets the system address send. */
  readonly impersonate: readonly RpcCall[];
  /** Ends mining by itself, where that is a call. */
  readonly stopMining?: RpcCall;
}

const at = (path: string): string => join(PEERS, 'node_modules', path);
const quantity = (key: Hex): Hex => `0x${BigInt(key).toString(16)}`;
const gasLimitOf = (load: Load): string => String(Number(load.spec.gasLimit));

const PROGRAMS = {
  hardhat: {
    note: 'state in memory, blocks by evm_mine, EDR (Rust)',
    command: (port) => [
      process.execPath,
      at('hardhat/dist/src/cli.js'),
      '--config',
      join(PEERS, 'hardhat.config.mjs'),
      'node',
      '--port',
      String(port),
    ],
    setCode: 'hardhat_setCode',
    setStorage: 'hardhat_setStorageAt',
    slot: quantity,
    impersonate: [{ method: 'hardhat_impersonateAccount', params: [SYSTEM_ADDRESS] }],
  },
  ganache: {
    note: 'state in a temporary LevelDB, blocks by evm_mine, JavaScript',
    command: (port, load) => [
      process.execPath,
      at('ganache/dist/node/cli.js'),
      ...['--server.port', String(port), '--chain.chainId', String(load.spec.config.chainId), '--chain.hardfork', 'berlin'],
      ...[
        '--miner.blockGasLimit',
        gasLimitOf(load),
        '--miner.defaultGasPrice',
        '0',
        '--chain.allowUnlimitedContractSize',
        '--logging.quiet',
      ],
    ],
    setCode: 'evm_setAccountCode',
    setStorage: 'evm_setAccountStorageAt',
    slot: (key) => key,
    impersonate: [
      { method: 'evm_addAccount', params: [SYSTEM_ADDRESS, 'bench'] },
      { method: 'personal_unlockAccount', params: [SYSTEM_ADDRESS, 'bench', 0] },
    ],
    stopMining: { method: 'miner_stop', params: [] },
  },
  anvil: {
    note: 'state in memory, blocks by evm_mine, Rust',
    command: (port, load) => [
      at('.bin/anvil'),
      ...['--port', String(port), '--chain-id', String(load.spec.config.chainId), '--hardfork', 'berlin', '--gas-limit', gasLimitOf(load)],
      ...['--gas-price', '0', '--no-mining', '--disable-code-size-limit', '--quiet', '--no-request-size-limit'],
    ],
    setCode: 'anvil_setCode',
    setStorage: 'anvil_setStorageAt',
    slot: quantity,
    impersonate: [{ method: 'anvil_impersonateAccount', params: [SYSTEM_ADDRESS] }],
  },
} as const satisfies Record<string, Program>;

export type PeerName = keyof typeof PROGRAMS;

/** Starts the program and gives it the genesis state of our chain: the contracts' code and storage, and the anchor of block 1. */
export async function startPeer(name: PeerName, load: Load): Promise<Server> {
  const program: Program = PROGRAMS[name];
  const port = await freePort();
  const [file = '', ...args] = program.command(port, load);
  const env = {
    ...process.env,
    CI: 'true',
    HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
    MEDREC_GAS_LIMIT: gasLimitOf(load),
    MEDREC_CHAIN_ID: String(load.spec.config.chainId),
  };
  const child = spawn(file, args, { cwd: PEERS, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString().slice(0, 1000)));
  child.once('error', (error) => complaints.push(String(error)));
  const rpc = createJsonRpc(`http://127.0.0.1:${port}`);
  const stop = async (): Promise<void> => {
    rpc.close();
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  try {
    await untilAnswers(rpc, () => (child.exitCode === null && child.pid !== undefined ? undefined : complaints.join('')));
    await prepare(rpc, program, load);
  } catch (error) {
    await stop();
    throw error;
  }
  const mine = async (): Promise<void> => void (await rpc.call('evm_mine'));
  return { name, note: program.note, rpc, mine, stop };
}

async function prepare(rpc: JsonRpc, program: Program, load: Load): Promise<void> {
  for (const [address, { code, storage }] of Object.entries(load.spec.alloc)) {
    if (code !== undefined) await rpc.call(program.setCode, address, code);
    for (const [key, value] of Object.entries(storage ?? {})) await rpc.call(program.setStorage, address, program.slot(key as Hex), value);
  }
  for (const { method, params } of program.impersonate) await rpc.call(method, ...params);
  if (program.stopMining) await rpc.call(program.stopMining.method, ...program.stopMining.params);
  const data = encodeCall(registrarAbi, 'anchorGenesis', [load.genesisHash]);
  const hash = await rpc.call<Hex>('eth_sendTransaction', {
    from: SYSTEM_ADDRESS,
    to: REGISTRAR_ADDRESS,
    data,
    gas: '0xf4240',
    gasPrice: '0x0',
  });
  await rpc.call('evm_mine');
  const receipt = await rpc.call<{ status: Hex } | null>('eth_getTransactionReceipt', hash);
  if (receipt?.status !== '0x1') throw new RangeError('the genesis anchor was not taken');
}

async function untilAnswers(rpc: JsonRpc, ended: () => string | undefined): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    const complaint = ended();
    if (complaint !== undefined) throw new RangeError(`it ended: ${complaint}`);
    const isUp = await rpc.call('eth_chainId').then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > deadline) throw new RangeError('it does not answer');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new RangeError('no free port');
  return address.port;
}
