import { generateKeyPair } from '@libp2p/crypto/keys';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import { silentLogger } from '@medrec/shared/log';
import type { BenchNode } from './chain-load.ts';

/** A started network on loopback around a node's chain. */
export async function openBenchNetwork({ chain, pool, decode }: BenchNode, peers: readonly string[]): Promise<Network> {
  const privateKey = await generateKeyPair('Ed25519');
  const options = { privateKey, listen: ['/ip4/127.0.0.1/tcp/0'], peers };
  const network = await createNetwork(options, { chain, pool, decodeBlock: decode, observer: silentObserver(), log: silentLogger() });
  await network.start();
  return network;
}
