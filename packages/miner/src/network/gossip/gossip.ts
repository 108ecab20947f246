import type { Block } from '@ethereumjs/block';
import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { TxPool } from '../../txpool/index.ts';
import { createBoundedQueue } from '../bounded-queue.ts';
import type { Discipline } from '../discipline.ts';
import type { Host } from '../host.ts';
import {
  BLOCK_QUEUE_LENGTH,
  BLOCK_QUEUE_PER_PEER,
  MAX_GOSSIP_BLOCK_BYTES,
  MAX_TRANSACTION_BYTES,
  TRANSACTION_QUEUE_LENGTH,
  TRANSACTION_QUEUE_PER_PEER,
} from '../limits.ts';
import type { NetworkObserver } from '../observer.ts';
import type { ProtocolNames } from '../protocols.ts';
import { type BlockCheckDependencies, createBlockCheck } from './check-block.ts';
import { createTransactionCheck } from './check-transaction.ts';
import { createTopicValidator } from './topic.ts';

/** Transactions are checked this many at a time: what takes time is reading state. Blocks are imported one by one. */
const TRANSACTION_CONCURRENCY = 8;

export interface GossipDependencies {
  readonly host: Host;
  readonly names: ProtocolNames;
  readonly chain: BlockCheckDependencies['chain'];
  readonly pool: Pick<TxPool, 'add' | 'onAdded'>;
  readonly decodeBlock: (rlp: Uint8Array) => Block;
  readonly discipline: Discipline;
  readonly observer: NetworkObserver;
  readonly log: Logger;
  /** A block's parent is unknown. */
  readonly onOrphan: (block: Block, peer: string) => void;
  /** A block is too far from the head to be looked at. */
  readonly onFar: (peer: string) => void;
  /** Any block came from the peer. */
  readonly onBlockFrom: (peer: string) => void;
}

/** Blocks and transactions as they appear, on two topics; each message is checked before it is passed on. */
export interface Gossip {
  /** After the host has started. Transactions that enter the pool are published from then on. */
  start(): void;
  stop(): void;
  announceBlock(block: Block): void;
}

export function createGossip(dependencies: GossipDependencies): Gossip {
  const { host, names, chain, pool, decodeBlock, discipline, observer, log, onOrphan, onFar, onBlockFrom } = dependencies;
  const pubsub = host.services.pubsub;
  let stopPublishing: (() => void) | undefined;

  const checkBlock = createBlockCheck({ chain, decodeBlock, discipline, onOrphan, onFar });
  const blocks = createTopicValidator({
    kind: 'block',
    maxBytes: MAX_GOSSIP_BLOCK_BYTES,
    queue: createBoundedQueue({ limit: BLOCK_QUEUE_LENGTH, limitPerPeer: BLOCK_QUEUE_PER_PEER, concurrency: 1 }),
    observer,
    check: (data, peer) => {
      onBlockFrom(peer);
      return checkBlock(data, peer);
    },
  });
  const transactions = createTopicValidator({
    kind: 'transaction',
    maxBytes: MAX_TRANSACTION_BYTES,
    queue: createBoundedQueue({
      limit: TRANSACTION_QUEUE_LENGTH,
      limitPerPeer: TRANSACTION_QUEUE_PER_PEER,
      concurrency: TRANSACTION_CONCURRENCY,
    }),
    observer,
    check: createTransactionCheck(pool, discipline),
  });
  pubsub.topicValidators.set(names.blocksTopic, blocks).set(names.transactionsTopic, transactions);

  const publish = (topic: string, data: Uint8Array): void => {
    pubsub
      .publish(topic, data)
      .catch((thrown: unknown) => log.warn({ code: 'PUBLISH_FAILED', topic }, `could not gossip: ${asMedrecError(thrown).message}`));
  };

  return {
    start() {
      pubsub.subscribe(names.blocksTopic);
      pubsub.subscribe(names.transactionsTopic);
      stopPublishing = pool.onAdded(({ transaction }) => publish(names.transactionsTopic, transaction.serialize()));
    },
    stop: () => stopPublishing?.(),
    announceBlock(block) {
      const rlp = block.serialize();
      if (rlp.length <= MAX_GOSSIP_BLOCK_BYTES) publish(names.blocksTopic, rlp);
      else log.warn({ bytes: rlp.length, limit: MAX_GOSSIP_BLOCK_BYTES }, 'a block is too large to gossip; peers will fetch it');
    },
  };
}
