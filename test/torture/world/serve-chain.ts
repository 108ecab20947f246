import { generateKeyPair } from '@libp2p/crypto/keys';
import { decodeBlock } from '@medrec/miner/consensus';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import type { Hex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import type { LocalNode } from './local-node.ts';
import type { World } from './world.ts';

/** Lets a local chain be a peer, without a pool; it connects to those addresses. */
export async function serveChain({ chain }: LocalNode, { common }: World, peers: readonly string[]): Promise<Network> {
  const pool = { add: async (): Promise<Hex> => '0x', all: () => [], onAdded: () => () => undefined };
  const network = await createNetwork(
    { privateKey: await generateKeyPair('Ed25519'), listen: ['/ip4/127.0.0.1/tcp/0'], peers },
    { chain, pool, decodeBlock: (rlp) => decodeBlock(rlp, common), observer: silentObserver(), log: silentLogger() },
  );
  await network.start();
  return network;
}
