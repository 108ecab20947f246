import { z } from 'zod';
import type { Hex } from '../bytes/index.ts';
import { type MedrecConfig, parseMedrecConfig } from '../chain/index.ts';
import { encodeCheckpoint, type SignedCheckpoint } from '../checkpoints/index.ts';
import { followHead } from './follow-head.ts';
import { createJsonRpc } from './json-rpc.ts';
import { type LogFilter, readLogs } from './log-ranges.ts';
import {
  type BlockSummary,
  blockSummary,
  bytes,
  bytes32,
  type CheckpointView,
  checkpointView,
  type LogEntry,
  networkName,
  quantity,
  type Receipt,
  receipt as receiptSchema,
} from './node-schemas.ts';

/** A block's number, or `latest`, `pending`, `earliest`, or a hexadecimal quantity. */
export type BlockTag = bigint | string;

/** The spec's `config.medrec` as the node runs it, and what names the network. */
export interface NetworkConfig extends MedrecConfig {
  readonly chainId: number;
  readonly genesisHash: Hex;
}

export interface NodeClientOptions {
  /** The node's JSON-RPC address, for example `http://127.0.0.1:8545`. */
  readonly url: string;
  /** For one request; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Between two looks at the head; 500 by default. */
  readonly pollIntervalMs?: number;
}

export interface TransactionRequest {
  readonly from: Hex;
  readonly to: Hex;
  readonly data: Hex;
}

/**
 * One node's JSON-RPC, decoded. Every method may throw MedrecError `NODE_UNREACHABLE`, `RPC_REFUSED` (the node's own
 * code, such as `TX_UNPROTECTED`, in `facts.nodeCode`) or `RPC_ANSWER_INVALID`.
 */
export interface NodeClient {
  readonly url: string;
  /** `eth_call`; the returned data. Its shape is the port that `readContract` takes. */
  call(to: Hex, data: Hex, blockTag?: BlockTag): Promise<Hex>;
  head(): Promise<BlockSummary>;
  /** Asked once, then kept: a node never changes its network. */
  config(): Promise<NetworkConfig>;
  /** Number of the newest block with the network's confirmations on top; 0n on a young chain. */
  confirmedNumber(): Promise<bigint>;
  /** All matching logs in block order, asked in ranges the node will answer. */
  logs(filter: LogFilter): Promise<LogEntry[]>;
  /** Undefined while the transaction is in no canonical block. */
  receipt(hash: Hex): Promise<Receipt | undefined>;
  /** True when the transaction is in the node's pool or in a canonical block. */
  knowsTransaction(hash: Hex): Promise<boolean>;
  blockByNumber(number: bigint): Promise<BlockSummary | undefined>;
  /** An account's next nonce. */
  transactionCount(account: Hex, blockTag: BlockTag): Promise<bigint>;
  estimateGas(transaction: TransactionRequest): Promise<bigint>;
  /** @returns the transaction's hash. */
  sendRawTransaction(raw: Hex): Promise<Hex>;
  /** Commitments of grants that transactions still in the pool revoke. */
  poolRevocations(): Promise<readonly Hex[]>;
  /** Undefined on a network without checkpoints. */
  checkpoints(): Promise<CheckpointView | undefined>;
  /** Hands in a provider's signature. */
  submitCheckpoint(checkpoint: SignedCheckpoint): Promise<void>;
  /** Calls the listener with the present head and with each later one it sees; @returns a function that stops it. */
  onHead(listener: (head: BlockSummary) => void): () => void;
  /** Stops all listeners. */
  close(): void;
}

export function createNodeClient(options: NodeClientOptions): NodeClient {
  const rpc = createJsonRpc(options.url, options.timeoutMs ?? 10_000);
  const stops = new Set<() => void>();
  let network: Promise<NetworkConfig> | undefined;
  const client: NodeClient = {
    url: options.url,
    call: (to, data, blockTag = 'latest') => rpc.request('eth_call', [{ to, data }, tag(blockTag)], bytes),
    head: () => rpc.request('eth_getBlockByNumber', ['latest', false], blockSummary),
    config() {
      network ??= rpc.request('medrec_config', [], networkName).then(networkConfig);
      network.catch(() => {
        network = undefined;
      });
      return network;
    },
    async confirmedNumber() {
      const [{ confirmations }, number] = await Promise.all([client.config(), rpc.request('eth_blockNumber', [], quantity)]);
      return number > BigInt(confirmations) ? number - BigInt(confirmations) : 0n;
    },
    logs: (filter) => readLogs(rpc, filter),
    receipt: async (hash) => (await rpc.request('eth_getTransactionReceipt', [hash], receiptSchema.nullable())) ?? undefined,
    knowsTransaction: async (hash) => (await rpc.request('eth_getTransactionByHash', [hash], z.looseObject({}).nullable())) !== null,
    blockByNumber: async (number) =>
      (await rpc.request('eth_getBlockByNumber', [tag(number), false], blockSummary.nullable())) ?? undefined,
    transactionCount: (account, blockTag) => rpc.request('eth_getTransactionCount', [account, tag(blockTag)], quantity),
    estimateGas: (transaction) => rpc.request('eth_estimateGas', [transaction], quantity),
    sendRawTransaction: (raw) => rpc.request('eth_sendRawTransaction', [raw], bytes32),
    poolRevocations: () => rpc.request('medrec_poolRevocations', [], z.array(bytes32).max(100_000)),
    checkpoints: async () => (await rpc.request('medrec_checkpoints', [], checkpointView.nullable())) ?? undefined,
    submitCheckpoint: async (checkpoint) => {
      await rpc.request('medrec_submitCheckpoint', [encodeCheckpoint(checkpoint)], z.string());
    },
    onHead(listener) {
      const stop = followHead(client.head, listener, options.pollIntervalMs ?? 500);
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    close() {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
  return client;
}

function tag(blockTag: BlockTag): string {
  return typeof blockTag === 'bigint' ? `0x${blockTag.toString(16)}` : blockTag;
}

function networkConfig(value: { genesisHash: Hex; chainId: number }): NetworkConfig {
  const { genesisHash, chainId, ...medrec } = value;
  return { ...parseMedrecConfig(medrec), genesisHash, chainId };
}
