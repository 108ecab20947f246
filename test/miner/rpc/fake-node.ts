import { type Block, createBlock } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createTxFromRLP, type TypedTransaction } from '@ethereumjs/tx';
import type { Chain, HeadChange } from '@medrec/miner/chain';
import type { Checkpoints } from '@medrec/miner/checkpoints';
import type { CallRequest, LogEntry, Receipt } from '@medrec/miner/execution';
import { createRpcServer, type PlainRoute, type RpcServer } from '@medrec/miner/rpc';
import type { PooledTransaction, TxPool } from '@medrec/miner/txpool';
import { bytesToHex, type Hex, hexToBytes } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, REGISTRAR_ADDRESS } from '@medrec/shared/chain';
import { RuleError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { Wallet } from 'ethers';

export const CHAIN_ID = 7777;
export const WALLET = new Wallet(`0x${'42'.repeat(32)}`);
export const TOPIC: Hex = `0x${'ab'.repeat(32)}`;
export const SYSTEM_TOPIC: Hex = `0x${'cd'.repeat(32)}`;
export const REVERT_DATA: Hex = `0x08c379a0${'20'.padStart(64, '0')}${'4'.padStart(64, '0')}${Buffer.from('nope').toString('hex').padEnd(64, '0')}`;

const common = new Common({ chain: { ...Mainnet, chainId: CHAIN_ID }, hardfork: Hardfork.Berlin });
/** All bits set: the bloom never rules a block out. */
const FULL_BLOOM = new Uint8Array(256).fill(255);

export const decodeTransaction = (raw: string): TypedTransaction => createTxFromRLP(hexToBytes(raw), { common });

export async function signed(nonce: number, data: Hex = '0x01', to: Hex = REGISTRAR_ADDRESS): Promise<string> {
  return WALLET.signTransaction({ type: 0, chainId: CHAIN_ID, nonce, to, gasLimit: 50_000, gasPrice: 0, data });
}

export interface FakeNode {
  readonly url: string;
  readonly server: RpcServer;
  readonly pool: Map<Hex, PooledTransaction>;
  readonly calls: CallRequest[];
  /** Seals what is in the pool, or with `replace` a rival of the head. */
  seal(options?: { replace?: boolean; extra?: number }): Promise<Block>;
}

/** An RPC server on a chain in memory: each transaction emits one log of the Registrar, each block one of the system's. */
export async function startFakeNode(routes: readonly PlainRoute[] = []): Promise<FakeNode> {
  const genesis = createBlock({ header: { number: 0n, difficulty: 1000n, gasLimit: 30_000_000n, timestamp: 1000n } }, { common });
  const blocks = new Map<Hex, Block>([[bytesToHex(genesis.hash()), genesis]]);
  const pool = new Map<Hex, PooledTransaction>();
  const calls: CallRequest[] = [];
  const heads = new Set<(change: HeadChange) => void>();
  const added = new Set<(transaction: PooledTransaction) => void>();
  const canonical: Block[] = [genesis];
  const hashOf = (block: Block): Hex => bytesToHex(block.hash());
  const headBlock = (): Block => canonical.at(-1) ?? genesis;
  const head = () => ({
    hash: hashOf(headBlock()),
    number: headBlock().header.number,
    totalDifficulty: 1000n * BigInt(canonical.length),
    header: headBlock().header,
  });

  const logOf = (address: Hex, topic: Hex): LogEntry => ({ address, topics: [topic], data: '0x' });
  const chain = {
    spec: {
      config: { chainId: CHAIN_ID, medrec: { network: 'test', confirmations: 2, gasLimits: [{ fromBlock: 0, gasLimit: 30_000_000 }] } },
    },
    common,
    genesisHash: hashOf(genesis),
    head,
    blockByHash: async (hash: Hex) => blocks.get(hash),
    blockByNumber: async (number: bigint) => canonical[Number(number)],
    isCanonical: async (hash: Hex) => canonical.some((block) => hashOf(block) === hash),
    totalDifficultyOf: async () => 5000n,
    receiptsOf: async (hash: Hex): Promise<Receipt[] | undefined> =>
      blocks.get(hash)?.transactions.map((_, at) => ({
        ...{ status: 1 as const, cumulativeGasUsed: 30_000n * BigInt(at + 1), gasUsed: 30_000n, bloom: FULL_BLOOM, txType: 0 },
        logs: [logOf(REGISTRAR_ADDRESS, TOPIC)],
      })),
    systemLogsOf: async (hash: Hex) => (blocks.get(hash)?.header.number === 0n ? [] : [logOf(CENSUS_ADDRESS, SYSTEM_TOPIC)]),
    async placeOf(transactionHash: Hex) {
      for (const block of canonical) {
        const index = block.transactions.findIndex((transaction) => bytesToHex(transaction.hash()) === transactionHash);
        if (index >= 0) return { blockHash: hashOf(block), blockNumber: block.header.number, index };
      }
      return undefined;
    },
    async call(_: Hex, request: CallRequest) {
      calls.push(request);
      if (request.data === '0xdead') return { reverted: true, returnData: hexToBytes(REVERT_DATA), gasUsed: 100n };
      if (request.data === '0xf0f0') return new Promise(() => undefined);
      const gasUsed = 40_000n;
      const reverted = (request.gas ?? 0n) < 41_000n; // an inner call keeps back a part
      return { reverted, returnData: new Uint8Array(reverted ? 0 : 32).fill(7), gasUsed };
    },
    accountAt: async () => ({ nonce: 3n, balance: 0n, codeHash: '0x', storageRoot: '0x' }),
    codeAt: async () => new Uint8Array([0x60]),
    storageAt: async () => new Uint8Array([9]),
    onHead(listener: (change: HeadChange) => void) {
      heads.add(listener);
      return () => heads.delete(listener);
    },
  } as unknown as Chain;

  const txPool = {
    async add(raw: Uint8Array) {
      const transaction = decodeTransaction(bytesToHex(raw));
      if (transaction.data.length === 0)
        throw new RuleError({ code: 'TX_UNPROTECTED', message: 'no chain id', verdict: 'penalise', remedy: 'sign again' });
      const entry = { hash: bytesToHex(transaction.hash()), sender: WALLET.address.toLowerCase() as Hex, transaction };
      pool.set(entry.hash, entry);
      for (const listener of added) listener(entry);
      return entry.hash;
    },
    get: (hash: Hex) => pool.get(hash),
    pendingNonce: async () => 3n + BigInt(pool.size),
    ready: () => [...pool.values()],
    all: () => [...pool.values()],
    onAdded(listener: (transaction: PooledTransaction) => void) {
      added.add(listener);
      return () => added.delete(listener);
    },
  } as unknown as TxPool;

  const checkpoints = { status: () => ({ interval: 0 }) } as unknown as Checkpoints;
  const server = await createRpcServer(
    { host: '127.0.0.1', port: 0, hosts: [], origins: ['https://allowed.example'] },
    {
      ...{ chain, checkpoints, pool: txPool, sealer: undefined, remote: undefined, clientVersion: 'test/1', routes, log: silentLogger() },
      peers: { count: () => 2, addresses: () => [], syncing: () => undefined },
      observer: { called: () => undefined },
    },
  );
  return {
    ...{ server, pool, calls },
    url: await server.start(),
    async seal({ replace = false, extra = 0 } = {}) {
      const removed = replace ? [canonical.pop() as Block] : [];
      const parent = headBlock();
      const number = parent.header.number + 1n;
      const header = {
        number,
        difficulty: 1000n,
        parentHash: parent.hash(),
        gasLimit: 30_000_000n,
        timestamp: 1000n + number,
        logsBloom: FULL_BLOOM,
        extraData: new Uint8Array([extra]),
      };
      const block = createBlock({ header, transactions: [...pool.values()].map(({ transaction }) => transaction) as never }, { common });
      pool.clear();
      blocks.set(hashOf(block), block);
      canonical.push(block);
      for (const listener of heads) listener({ removed, added: [block], head: head() });
      return block;
    },
  };
}
