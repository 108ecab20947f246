import type { Hex } from '@medrec/shared/bytes';
import type { Chain } from '../chain/index.ts';
import type { Checkpoints } from '../checkpoints/index.ts';
import type { RemoteCaller, RemoteSealing } from '../remote-sealing/index.ts';
import type { SealerStats } from '../sealing/index.ts';
import type { TxPool } from '../txpool/index.ts';
import type { FilterStore } from './live/filters.ts';

/** What RPC needs to know of the sealer; absent on a node without a key. */
export interface SealerView {
  readonly coinbase: Hex;
  isMining(): boolean;
  /** Why it is not mining, in one sentence; undefined while it is. */
  idleReason(): string | undefined;
  /** Hashes per second over the last minute. */
  hashRate(): number;
  stats(): SealerStats;
  readonly control: MiningControl;
}

/** What an operator may change while the node runs; each takes effect at once. */
export interface MiningControl {
  /** Also before the first sync has ended: then mining begins as soon as it has. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** @throws MedrecError `SEARCH_THREADS_LIMIT` */
  setThreads(threads: number): void;
  /** @param percent 1 to 100 */
  setIntensity(percent: number): void;
}

/** Who asks. */
export interface Caller {
  /** Showed the node's admin token. */
  readonly isAdmin: boolean;
  /** What the request says of an outside miner. */
  readonly remote: RemoteCaller;
  /** On a WebSocket only. */
  readonly session?: Session;
}

/** What RPC needs to know of the network. */
export interface PeersView {
  count(): number;
  addresses(): readonly string[];
  syncing(): { readonly startingBlock: bigint; readonly currentBlock: bigint; readonly highestBlock: bigint } | undefined;
}

export interface RpcContext {
  readonly chain: Chain;
  readonly checkpoints: Checkpoints;
  readonly pool: TxPool;
  readonly peers: PeersView;
  readonly sealer: SealerView | undefined;
  /** Absent where nothing is sealed: on a node without a lab's key. */
  readonly remote: RemoteSealing | undefined;
  readonly clientVersion: string;
  readonly filters: FilterStore;
}

/** One WebSocket's subscriptions; plain HTTP has none. */
export interface Session {
  subscribe(kind: 'newHeads' | 'newPendingTransactions'): Hex;
  subscribeLogs(criteria: LogCriteria): Hex;
  unsubscribe(id: string): boolean;
}

/** Empty lists match anything; position i of `topics` is a set of alternatives. */
export interface LogCriteria {
  readonly addresses: readonly Hex[];
  readonly topics: readonly (readonly Hex[])[];
}
