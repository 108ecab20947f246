import type { Block } from '@ethereumjs/block';
import type { PrivateKey } from '@libp2p/interface';
import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../chain/index.ts';
import type { Checkpoints } from '../checkpoints/index.ts';
import type { TxPool } from '../txpool/index.ts';
import { createAnchors, readAnchors } from './anchors.ts';
import { createBanList } from './ban-list.ts';
import { describePeers, goodOutboundPeers, type PeerInfo } from './describe-peers.ts';
import { createDialer } from './dialer.ts';
import { createDiscipline } from './discipline.ts';
import { followPeers } from './follow-peers.ts';
import { createCheckpointGossip } from './gossip/checkpoint-gossip.ts';
import { createGossip } from './gossip/gossip.ts';
import { createHangUp } from './hang-up.ts';
import { createHost } from './host.ts';
import type { NetworkObserver } from './observer.ts';
import { protocolNames } from './protocols.ts';
import { serveSnapshots } from './snapshots/serve-snapshots.ts';
import type { SnapshotShelf } from './snapshots/shelf.ts';
import { startHost } from './start-host.ts';
import { createBodySource } from './sync/body-source.ts';
import { type CatchUp, createCatchUp, type SyncProgress } from './sync/catch-up.ts';
import { createBlockSource } from './sync/fetch-blocks.ts';
import { createHeaderSource } from './sync/header-source.ts';
import { createPeerBook } from './sync/peer-book.ts';
import { serveChain } from './sync/serve-chain.ts';
import { createShareCheckpoints } from './sync/share-checkpoints.ts';
import { createSharePool } from './sync/share-pool.ts';
import { createStatusLoop } from './sync/status-loop.ts';

export interface NetworkOptions {
  readonly privateKey: PrivateKey;
  /** Multiaddrs; loopback unless the operator says otherwise. */
  readonly listen: readonly string[];
  /** Multiaddrs of peers to stay connected with, with or without `/p2p/<id>`. */
  readonly peers: readonly string[];
  /** File that keeps good peers over a restart; none when left out. */
  readonly anchorsFile?: string;
}

export interface NetworkDependencies {
  /** Snapshots to hand out; none when left out. */
  readonly shelf?: SnapshotShelf | undefined;
  readonly chain: Chain;
  readonly pool: Pick<TxPool, 'add' | 'all' | 'onAdded'>;
  /** Undefined where the spec has none. */
  readonly checkpoints?: Checkpoints | undefined;
  /** Block from RLP; throws on anything malformed. */
  readonly decodeBlock: (rlp: Uint8Array) => Block;
  readonly observer: NetworkObserver;
  readonly log: Logger;
}

export interface Network {
  readonly peerId: string;
  /** @throws MedrecError `P2P_PORT` when the port is taken. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** With `/p2p/<id>`, as peers dial them. */
  addresses(): readonly string[];
  peers(): readonly PeerInfo[];
  /** Gossips a block sealed here. */
  announceBlock(block: Block): void;
  /** A block that had waited for its parent or its time was refused: its sender answers for it. */
  blockRefused(error: unknown, origin: string): void;
  /** Undefined when no range sync runs. */
  syncing(): SyncProgress | undefined;
  /** Highest block number any connected peer has claimed. */
  bestKnownNumber(): bigint;
}

/** The node's peers: gossip of blocks and transactions, status exchange, sync, and the bans of peers that break rules. */
export async function createNetwork(options: NetworkOptions, dependencies: NetworkDependencies): Promise<Network> {
  const { chain, pool, checkpoints, shelf, decodeBlock, observer, log } = dependencies;
  const names = protocolNames(chain.genesisHash);
  const bans = createBanList();
  const host = await createHost({ privateKey: options.privateKey, listen: options.listen, names, bans });
  const hangUp = createHangUp(host, log);
  const discipline = createDiscipline({ bans, hangUp, log, observer });
  const book = createPeerBook();
  const sources = {
    source: createBlockSource(host, names, decodeBlock),
    headers: createHeaderSource(host, names, decodeBlock),
    bodies: createBodySource(host, names, decodeBlock),
  };
  const sync = { isSyncing: () => catchUp.progress() !== undefined, onHeavier: () => catchUp.trigger() };
  const sharePool = createSharePool({ host, names, pool, discipline, log });
  const onFetched = (): void => statusLoop.askAll();
  const shareCheckpoints =
    checkpoints && createShareCheckpoints({ host, names, chain, checkpoints, source: sources.source, onFetched, discipline, log });
  const checkpointGossip = checkpoints && createCheckpointGossip({ host, names, checkpoints, discipline, observer, log });
  const statusLoop = createStatusLoop({
    onMet(peer) {
      void sharePool.fetchFrom(peer);
      void shareCheckpoints?.fetchFrom(peer);
    },
    host,
    names,
    chain,
    book,
    bans,
    discipline,
    hangUp,
    ...sync,
    log,
  });
  const parts = { chain, discipline, observer, log };
  const catchUp: CatchUp = createCatchUp({ ...parts, ...sources, book, askStatus: statusLoop.ask, onFetched: statusLoop.askAll });
  const { orphan: onOrphan } = catchUp;
  const onFar = (peer: string): void => void statusLoop.ask(peer);
  const gossip = createGossip({ ...parts, host, names, pool, decodeBlock, onOrphan, onFar, onBlockFrom: statusLoop.heard });
  const anchors = createAnchors(options.anchorsFile, () => goodOutboundPeers(host, book), log);
  const dialer = createDialer(host, options.peers, log);
  let stopShelf: (() => void) | undefined;
  const forget = (peer: string): void => {
    book.remove(peer);
    statusLoop.heard(peer);
  };
  return {
    peerId: host.peerId.toString(),
    async start() {
      followPeers(host, log, { onConnect: (peer) => void statusLoop.ask(peer), onLeave: forget });
      await statusLoop.start();
      await sharePool.start();
      await shareCheckpoints?.start();
      await serveChain(host, names, chain, log);
      if (shelf) await serveSnapshots(host, names, shelf, log);
      await startHost(host, options.listen);
      gossip.start();
      checkpointGossip?.start();
      dialer.start(await readAnchors(options.anchorsFile, log));
      shelf?.follow(chain.head().number);
      stopShelf = shelf && chain.onHead(({ head }) => shelf.follow(head.number));
      anchors.start();
    },
    async stop() {
      dialer.stop();
      await anchors.stop(); // while the peers are still there
      statusLoop.stop();
      gossip.stop();
      checkpointGossip?.stop();
      const syncEnded = catchUp.stop(); // no new sync begins while the connections close
      stopShelf?.();
      await shelf?.stop();
      await host.stop();
      await syncEnded;
    },
    addresses: () => host.getMultiaddrs().map((address) => address.toString()),
    peers: () => describePeers(host, book),
    announceBlock: gossip.announceBlock,
    blockRefused(error, origin) {
      if (host.getPeers().some((peer) => peer.toString() === origin)) discipline.judge(error, { kind: 'block', peer: origin });
    },
    syncing: catchUp.progress,
    bestKnownNumber: book.bestNumber,
  };
}
