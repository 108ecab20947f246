import { devnetPreset } from '@medrec/shared/chain';
import { keccak256, Transaction } from 'ethers';
import { type FakeServer, serveFake } from './fake-http.ts';

/** A JSON-RPC failure that a method of the fake throws. */
export class RpcFailure {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    this.code = code;
    this.message = message;
    this.data = data;
  }
}

export type RpcMethods = Record<string, (params: readonly unknown[]) => unknown>;

export const GENESIS_HASH = `0x${'9e'.repeat(32)}` as const;
export const CHAIN_ID = 20261;

export function serveRpc(methods: RpcMethods): Promise<FakeServer> {
  return serveFake(async (_method, _path, body) => {
    const { id, method, params } = body as { id: number; method: string; params: readonly unknown[] };
    try {
      const handler = methods[method];
      if (!handler) throw new RpcFailure(-32601, 'method not found');
      return { body: { jsonrpc: '2.0', id, result: (await handler(params)) ?? null } };
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      return { body: { jsonrpc: '2.0', id, error: { code: error.code, message: error.message, data: error.data } } };
    }
  });
}

export const networkConfig = {
  ...devnetPreset,
  version: 1,
  recordRules: true,
  products: [],
  providers: [
    {
      address: `0x${'11'.repeat(20)}`,
      commitment: `0x${'12'.repeat(32)}`,
      encryptionKey: `0x${'13'.repeat(32)}`,
      host: '',
      minimumCohort: 11,
      lifetimeMicroRho: 1,
      sliceMicroRho: 1,
      periodEpochs: 1,
      products: [],
    },
  ],
  labs: [],
  forks: [],
  chainId: CHAIN_ID,
  genesisHash: GENESIS_HASH,
};

export interface FakeTransaction {
  readonly hash: string;
  readonly from: string;
  readonly nonce: number;
  readonly transaction: Transaction;
}

/** A chain of empty blocks with a pool, enough for the transactor: it seals when told, and can drop and reorganise. */
export function createFakeChain() {
  const pool = new Map<string, FakeTransaction>();
  const sealed = new Map<string, { block: number; transaction: FakeTransaction }>();
  let head = 0;
  let fork = 0;
  let received = 0;
  const hashOf = (number: number): string => keccak256(`0x${(number + fork * 1_000_000).toString(16).padStart(64, '0')}`);
  const block = (number: number) => ({
    number: `0x${number.toString(16)}`,
    hash: hashOf(number),
    parentHash: hashOf(Math.max(number - 1, 0)),
    timestamp: `0x${(1_700_000_000 + number).toString(16)}`,
    gasLimit: '0x1c9c380',
    gasUsed: '0x0',
    difficulty: '0x400',
    miner: `0x${'22'.repeat(20)}`,
    transactions: [],
  });
  const countOf = (account: string, withPool: boolean): number => {
    const own = [...sealed.values()].map((entry) => entry.transaction).concat(withPool ? [...pool.values()] : []);
    return own.filter((entry) => entry.from.toLowerCase() === account.toLowerCase()).length;
  };
  const methods: RpcMethods = {
    medrec_config: () => networkConfig,
    eth_blockNumber: () => `0x${head.toString(16)}`,
    eth_getBlockByNumber: ([tag]) => block(tag === 'latest' ? head : Number(tag)),
    eth_estimateGas: () => '0x186a0',
    eth_getTransactionCount: ([account, tag]) => `0x${countOf(String(account), tag === 'pending').toString(16)}`,
    eth_sendRawTransaction: ([raw]) => {
      const transaction = Transaction.from(String(raw));
      const entry = { hash: transaction.hash ?? '', from: transaction.from ?? '', nonce: transaction.nonce, transaction };
      pool.set(entry.hash, entry);
      received += 1;
      return entry.hash;
    },
    eth_getTransactionByHash: ([hash]) => (pool.has(String(hash)) || sealed.has(String(hash)) ? { hash } : null),
    eth_getTransactionReceipt: ([hash]) => {
      const found = sealed.get(String(hash));
      if (!found) return null;
      const { number, hash: blockHash } = block(found.block);
      return { transactionHash: hash, blockHash, blockNumber: number, gasUsed: '0x5208', status: '0x1', logs: [] };
    },
  };
  return {
    methods,
    pool,
    received: () => received,
    /** Seals everything in the pool, then that many empty blocks. */
    seal(emptyBlocks = 0) {
      head += 1;
      for (const [hash, transaction] of pool) sealed.set(hash, { block: head, transaction });
      pool.clear();
      head += emptyBlocks;
    },
    /** The newest blocks give way to as many empty ones; their transactions are forgotten. */
    reorganise(depth: number) {
      fork += 1;
      for (const [hash, entry] of sealed) if (entry.block > head - depth) sealed.delete(hash);
    },
  };
}
