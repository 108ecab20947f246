import type { Block } from '@ethereumjs/block';
import type { PrivateKey } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { Chain } from '../chain/index.ts';
import type { TxPool } from '../txpool/index.ts';
import { createBanList } from './ban-list.ts';
import { createDialer } from './dialer.ts';
import { createDiscipline, shortPeer } from './discipline.ts';
import { createBoundedQueue } from './gossip/bounded-queue.ts';
import { createBlockCheck } from './gossip/check-block.ts';
import { createTransactionCheck } from './gossip/check-transaction.ts';
import { createTopicValidator } from './gossip/topic.ts';
import { createHost } from './host.ts';
import {
  BLOCK_QUEUE_LENGTH,
  BLOCK_QUEUE_PER_PEER,
  MAX_BLOCK_BYTES,
  MAX_TRANSACTION_BYTES,
  TRANSACTION_QUEUE_LENGTH,
  TRANSACTION_QUEUE_PER_PEER,
} from './limits.ts';
import type { NetworkObserver } from './observer.ts';
import { protocolNames } from './protocols.ts';
import { type CatchUp, createCatchUp, type SyncProgress } from './sync/catch-up.ts';
import { serve } from './sync/exchange.ts';
import { blocksLimits, createBlockSource } from './sync/fetch-blocks.ts';
import { createPeerBook } from './sync/peer-book.ts';
import { answerBlocks } from './sync/serve-blocks.ts';
import { createStatusLoop } from './sync/status-loop.ts';

export interface NetworkOptions {
  readonly privateKey: PrivateKey;
  /** Multiaddrs; loopback unless the operator says otherwise. */
  readonly listen: readonly string[];
  /** Multiaddrs of peers to stay connected with, with or without `/p2p/<id>`. */
  readonly peers: readonly string[];
}

export interface NetworkDependencies {
  readonly chain: Chain;
  readonly pool: Pick<TxPool, 'add' | 'onAdded'>;
  /** Block from RLP; throws on anything malformed. */
  readonly decodeBlock: (rlp: Uint8Array) => Block;
  readonly observer: NetworkObserver;
  readonly log: Logger;
}

export interface PeerInfo {
  readonly peer: string;
  readonly address: string;
  readonly direction: 'inbound' | 'outbound';
  readonly number?: bigint;
}

export interface Network {
  readonly peerId: string;
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
  const { chain, pool, decodeBlock, observer, log } = dependencies;
  const names = protocolNames(chain.genesisHash);
  const bans = createBanList();
  const host = await createHost({ privateKey: options.privateKey, listen: options.listen, names, bans });
  const hangUp = (peer: string): void => {
    host
      .hangUp(peerIdFromString(peer))
      .catch((thrown: unknown) => log.debug({ peer }, `could not hang up: ${asMedrecError(thrown).message}`));
  };
  const discipline = createDiscipline({ bans, hangUp, log, observer });
  const book = createPeerBook();
  const source = createBlockSource(host, names, decodeBlock);
  const statusLoop = createStatusLoop({ host, names, chain, book, bans, discipline, hangUp, onHeavier: () => catchUp.trigger(), log });
  const catchUp: CatchUp = createCatchUp({ chain, source, book, discipline, observer, log, askStatus: statusLoop.ask });
  const dialer = createDialer(host, options.peers, log);
  const pubsub = host.services.pubsub;
  const stops: (() => void)[] = [];

  const checkBlock = createBlockCheck({ chain, decodeBlock, discipline, onOrphan: catchUp.orphan });
  pubsub.topicValidators.set(
    names.blocksTopic,
    createTopicValidator({
      kind: 'block',
      maxBytes: MAX_BLOCK_BYTES,
      queue: createBoundedQueue({ limit: BLOCK_QUEUE_LENGTH, limitPerPeer: BLOCK_QUEUE_PER_PEER, concurrency: 1 }),
      observer,
      check: (data, peer) => {
        statusLoop.heard(peer);
        return checkBlock(data, peer);
      },
    }),
  );
  pubsub.topicValidators.set(
    names.transactionsTopic,
    createTopicValidator({
      kind: 'transaction',
      maxBytes: MAX_TRANSACTION_BYTES,
      queue: createBoundedQueue({ limit: TRANSACTION_QUEUE_LENGTH, limitPerPeer: TRANSACTION_QUEUE_PER_PEER, concurrency: 8 }),
      observer,
      check: createTransactionCheck(pool, discipline),
    }),
  );

  const publish = (topic: string, data: Uint8Array, what: string): void => {
    pubsub
      .publish(topic, data)
      .catch((thrown: unknown) => log.warn({ code: 'PUBLISH_FAILED' }, `could not gossip ${what}: ${asMedrecError(thrown).message}`));
  };

  return {
    peerId: host.peerId.toString(),
    async start() {
      host.addEventListener('peer:connect', ({ detail }) => {
        const peer = detail.toString();
        log.info({ peer, peers: host.getPeers().length }, `peer ${shortPeer(peer)} connected (${host.getPeers().length} peers)`);
        void statusLoop.ask(peer);
      });
      host.addEventListener('peer:disconnect', ({ detail }) => {
        const peer = detail.toString();
        book.remove(peer);
        log.info({ peer, peers: host.getPeers().length }, `peer ${shortPeer(peer)} left (${host.getPeers().length} peers)`);
      });
      await statusLoop.start();
      await serve(host, blocksLimits(names), (payload) => answerBlocks(chain, payload), log);
      await host.start();
      pubsub.subscribe(names.blocksTopic);
      pubsub.subscribe(names.transactionsTopic);
      stops.push(pool.onAdded(({ transaction }) => publish(names.transactionsTopic, transaction.serialize(), 'a transaction')));
      dialer.start();
    },
    async stop() {
      dialer.stop();
      statusLoop.stop();
      for (const stop of stops.splice(0)) stop();
      await host.stop();
      await catchUp.stop();
    },
    addresses: () => host.getMultiaddrs().map((address) => address.toString()),
    peers: () =>
      host.getPeers().map((id) => {
        const connection = host.getConnections(id)[0];
        const status = book.statusOf(id.toString());
        return {
          peer: id.toString(),
          address: connection?.remoteAddr.toString() ?? '',
          direction: connection?.direction ?? 'outbound',
          ...(status ? { number: status.number } : {}),
        };
      }),
    announceBlock(block) {
      const rlp = block.serialize();
      if (rlp.length > MAX_BLOCK_BYTES)
        log.warn({ bytes: rlp.length, limit: MAX_BLOCK_BYTES }, 'a block is too large to gossip; peers will fetch it');
      else publish(names.blocksTopic, rlp, 'a block');
    },
    blockRefused(error, origin) {
      if (host.getPeers().some((peer) => peer.toString() === origin)) discipline.judge(error, { kind: 'block', peer: origin });
    },
    syncing: catchUp.progress,
    bestKnownNumber: book.bestNumber,
  };
}
