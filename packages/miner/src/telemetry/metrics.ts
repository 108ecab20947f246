import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CheckpointStatus } from '../checkpoints/index.ts';
import type { SealerStats } from '../sealing/index.ts';
import { registerMiningMetrics } from './mining-metrics.ts';
import { type RemoteMetrics, type RemoteReads, registerRemoteMetrics } from './remote-metrics.ts';

/** Gauges read when Prometheus asks. */
export interface MetricReads {
  readonly headNumber: () => number;
  readonly headTimestampSeconds: () => number;
  readonly headDifficulty: () => number;
  readonly peers: () => number;
  readonly bestKnownNumber: () => number;
  readonly poolTransactions: () => number;
  readonly checkpoints: () => CheckpointStatus;
  /** Undefined on a node without a lab's key. */
  readonly sealer: () => SealerStats | undefined;
  /** Likewise. */
  readonly remote: () => RemoteReads | undefined;
}

/** The node's counters; names have the prefix `medrec_`, base units and `_total` (Prometheus naming). */
export interface Metrics extends RemoteMetrics {
  readonly blocksImported: Counter;
  readonly blocksSealed: Counter<'outcome'>;
  readonly rejected: Counter<'kind' | 'code'>;
  readonly bans: Counter<'code'>;
  readonly gossipReceived: Counter<'kind'>;
  readonly gossipDropped: Counter<'kind'>;
  readonly blocksSynced: Counter;
  readonly reorgs: Counter;
  readonly reorgDepth: Histogram;
  readonly rpcCalls: Counter<'method' | 'outcome'>;
  readonly rpcSeconds: Histogram<'method'>;
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(reads: MetricReads): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('medrec_head_number', 'Number of the canonical head.', reads.headNumber);
  gauge('medrec_head_timestamp_seconds', 'Timestamp of the canonical head, unix seconds.', reads.headTimestampSeconds);
  gauge('medrec_head_difficulty', 'Difficulty of the canonical head.', reads.headDifficulty);
  gauge('medrec_peers', 'Connected peers.', reads.peers);
  gauge('medrec_best_known_number', 'Highest block number a connected peer has claimed.', reads.bestKnownNumber);
  gauge('medrec_pool_transactions', 'Transactions in the pool.', reads.poolTransactions);
  const { checkpoints } = reads;
  gauge('medrec_certified_number', 'Number of the newest block that the providers have certified.', () =>
    Number(checkpoints().certified?.number ?? 0n),
  );
  gauge('medrec_checkpoint_conflict', '1 once two certificates cannot be on one chain: nothing is paid any more.', () =>
    checkpoints().conflict ? 1 : 0,
  );
  gauge('medrec_checkpoint_equivocators', 'Providers seen to sign two blocks of one height.', () => checkpoints().equivocators.length);
  registerMiningMetrics(register, reads.sealer);
  const counter = <T extends string = never>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> =>
    new Counter({ name, help, labelNames, registers });
  return {
    ...registerRemoteMetrics(register, reads.remote),
    blocksImported: counter('medrec_blocks_imported_total', 'Blocks added to the canonical chain.'),
    blocksSealed: counter('medrec_blocks_sealed_total', 'Blocks sealed here, by what became of them at once.', ['outcome']),
    rejected: counter('medrec_rejected_total', 'Blocks, transactions and messages that broke a rule, by its code.', ['kind', 'code']),
    bans: counter('medrec_peer_bans_total', 'Peers banned, by the code of the rule they broke.', ['code']),
    gossipReceived: counter('medrec_gossip_received_total', 'Gossip messages received.', ['kind']),
    gossipDropped: counter('medrec_gossip_dropped_total', 'Gossip messages dropped because the queue was full.', ['kind']),
    blocksSynced: counter('medrec_blocks_synced_total', 'Blocks fetched from peers and imported.'),
    reorgs: counter('medrec_reorgs_total', 'Reorganisations of the canonical chain.'),
    reorgDepth: new Histogram({
      name: 'medrec_reorg_depth_blocks',
      help: 'Blocks taken off the canonical chain by a reorganisation.',
      buckets: [1, 2, 3, 6, 12, 64, 1000],
      registers,
    }),
    rpcCalls: counter('medrec_rpc_calls_total', 'JSON-RPC calls, by what came of them.', ['method', 'outcome']),
    rpcSeconds: new Histogram({
      name: 'medrec_rpc_call_seconds',
      help: 'Time a JSON-RPC call took.',
      labelNames: ['method'],
      buckets: [0.001, 0.01, 0.1, 1, 5],
      registers,
    }),
    text: () => register.metrics(),
    contentType: register.contentType,
  };
}
