import { generateKeyPair } from '@libp2p/crypto/keys';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { multiaddr } from '@multiformats/multiaddr';
import { createHost } from '../../../packages/miner/src/network/host.ts';
import { protocolNames } from '../../../packages/miner/src/network/protocols.ts';
import { serve } from '../../../packages/miner/src/network/sync/exchange.ts';
import { until } from './until.ts';

const STATUS_BYTES = 1024;

/** A peer that says what it is told to say: it has no chain, checks nothing, and never hangs up. */
export interface GossipPeer {
  readonly peerId: string;
  /** Connects and waits until the node listens to blocks. */
  join(address: string): Promise<void>;
  /** Tries to connect; whether a connection is open afterwards. */
  canReach(address: string): Promise<boolean>;
  isConnected(): boolean;
  publishBlock(rlp: Uint8Array): Promise<void>;
  /** From now on blocks are passed on to it. Of each, the RLP in hexadecimal, in the order in which they came. */
  listenToBlocks(): readonly Hex[];
  stop(): Promise<void>;
}

/** The topic and STATUS are written out as docs/protocol.md ("Between nodes") has them, not taken from the node's own code. */
export async function createGossipPeer(genesisHash: Hex, genesisDifficulty: bigint): Promise<GossipPeer> {
  const network = genesisHash.slice(2);
  const blocksTopic = `/medrec/${network}/blocks/1`;
  const statusProtocol = `/medrec/${network.slice(0, 8)}/status/1`;
  const names = { ...protocolNames(genesisHash), blocksTopic };
  const forgiving = { add: () => undefined, reasonOf: () => undefined, size: () => 0 };
  const host = await createHost({ privateKey: await generateKeyPair('Ed25519'), listen: [], names, bans: forgiving });
  const status = { version: 1, genesisHash, headHash: genesisHash, number: '0', totalDifficulty: String(genesisDifficulty) };
  const limits = { protocol: statusProtocol, maxRequestBytes: STATUS_BYTES, maxResponseBytes: STATUS_BYTES };
  await serve(host, limits, async () => new TextEncoder().encode(JSON.stringify(status)), silentLogger());
  await host.start();
  const isConnected = (): boolean => host.getConnections().some((connection) => connection.status === 'open');
  return {
    peerId: host.peerId.toString(),
    isConnected,
    async join(address) {
      const { remotePeer } = await host.dial(multiaddr(address));
      const listens = (): boolean => host.services.pubsub.getSubscribers(blocksTopic).some((peer) => peer.equals(remotePeer));
      await until('the node listens to blocks', async () => listens() || undefined, 10_000, 10);
    },
    async canReach(address) {
      const opened = await host.dial(multiaddr(address)).catch(() => undefined);
      if (opened === undefined) return false;
      // With early negotiation the dialler is done before the other side has decided.
      return until('the node hangs up', async () => (isConnected() ? undefined : false), 2000, 10).catch(() => true);
    },
    async publishBlock(rlp) {
      await host.services.pubsub.publish(blocksTopic, rlp);
    },
    listenToBlocks() {
      const heard: Hex[] = [];
      host.services.pubsub.addEventListener('message', ({ detail }) => void heard.push(bytesToHex(detail.data)));
      host.services.pubsub.subscribe(blocksTopic);
      return heard;
    },
    stop: async () => host.stop(),
  };
}
