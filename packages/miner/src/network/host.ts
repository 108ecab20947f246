import { type GossipSub, gossipsub } from '@libp2p/gossipsub';
import { createTopicScoreParams } from '@libp2p/gossipsub/score';
import { type Identify, identify } from '@libp2p/identify';
import type { Libp2p, PrivateKey } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { type Ping, ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { tls } from '@libp2p/tls';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';
import type { BanList } from './ban-list.ts';
import { hasInboundRoom } from './inbound-room.ts';
import { MAX_CONNECTIONS, MAX_GOSSIP_FRAME_BYTES, MAX_PENDING_CONNECTIONS, UPGRADE_TIMEOUT_MS } from './limits.ts';
import type { ProtocolNames } from './protocols.ts';

export type Host = Libp2p<{ identify: Identify; ping: Ping; pubsub: GossipSub }>;

export interface HostOptions {
  readonly privateKey: PrivateKey;
  /** Multiaddrs to listen on, for example `/ip4/127.0.0.1/tcp/0`. */
  readonly listen: readonly string[];
  readonly names: ProtocolNames;
  readonly bans: BanList;
}

// Invalid messages cost a peer nothing unless its topic is scored. Blocks are too rare to score their delivery.
const TOPIC_SCORE = createTopicScoreParams({
  topicWeight: 1,
  invalidMessageDeliveriesWeight: -100,
  invalidMessageDeliveriesDecay: 0.5,
  meshMessageDeliveriesWeight: 0,
  meshFailurePenaltyWeight: 0,
});

/** A stopped libp2p host. Values follow measured failures: silent sockets must not starve an honest dial, nor churn on one machine. */
export async function createHost({ privateKey, listen, names, bans }: HostOptions): Promise<Host> {
  const host: Host = await createLibp2p({
    privateKey,
    start: false,
    addresses: { listen: [...listen] },
    nodeInfo: { name: 'medrec' },
    transports: [tcp()],
    connectionEncrypters: [tls(), noise()],
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: 1 << 20 } })],
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      maxIncomingPendingConnections: MAX_PENDING_CONNECTIONS,
      inboundUpgradeTimeout: UPGRADE_TIMEOUT_MS,
      inboundConnectionThreshold: 50,
    },
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyDialPeer: (peer) => bans.reasonOf(peer.toString()) !== undefined,
      denyInboundConnection: ({ remoteAddr }) => !hasInboundRoom(host.getConnections(), remoteAddr),
      // Many may have passed the first gate together.
      denyInboundUpgradedConnection: (_peer, { remoteAddr }) => !hasInboundRoom(host.getConnections(), remoteAddr),
      denyInboundEncryptedConnection: (peer) => bans.reasonOf(peer.toString()) !== undefined,
      denyOutboundEncryptedConnection: (peer) => bans.reasonOf(peer.toString()) !== undefined,
    },
    services: {
      identify: identify(),
      ping: ping(),
      pubsub: gossipsub({
        globalSignaturePolicy: 'StrictNoSign', // blocks and transactions carry their own signatures
        allowPublishToZeroTopicPeers: true,
        ignoreDuplicatePublishError: true,
        allowedTopics: [names.blocksTopic, names.transactionsTopic, names.checkpointsTopic],
        maxInboundDataLength: MAX_GOSSIP_FRAME_BYTES,
        maxOutboundBufferSize: 4 * MAX_GOSSIP_FRAME_BYTES,
        scoreParams: {
          topics: { [names.blocksTopic]: TOPIC_SCORE, [names.transactionsTopic]: TOPIC_SCORE, [names.checkpointsTopic]: TOPIC_SCORE },
          IPColocationFactorWeight: 0, // labs of one campus share an address
        },
      }),
    },
  });
  return host;
}
