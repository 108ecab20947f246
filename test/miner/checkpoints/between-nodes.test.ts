import { generateKeyPair } from '@libp2p/crypto/keys';
import { decodeBlock } from '@medrec/miner/consensus';
import { createNetwork, type Network, silentObserver } from '@medrec/miner/network';
import { silentLogger } from '@medrec/shared/log';
import { afterEach, expect, it, vi } from 'vitest';
import {
  type CheckpointNode,
  discardCheckpointNode,
  hashOf,
  INTERVAL,
  openCheckpointNode,
  PROVIDERS,
  signedBy,
} from './provider-network.ts';

// What would be lost: votes must reach everyone, and a node on the heavier branch must hear of a certificate and come over.
// Range sync goes by total difficulty and would never fetch the lighter branch.

const networks: Network[] = [];
const nodes: CheckpointNode[] = [];
afterEach(async () => {
  await Promise.all(networks.splice(0).map((network) => network.stop()));
  await Promise.all(nodes.splice(0).map(discardCheckpointNode));
});

async function openNode(): Promise<CheckpointNode> {
  const node = await openCheckpointNode();
  nodes.push(node);
  return node;
}

async function connect({ chain, checkpoints }: CheckpointNode, peers: readonly string[] = []): Promise<Network> {
  const options = { privateKey: await generateKeyPair('Ed25519'), listen: ['/ip4/127.0.0.1/tcp/0'], peers };
  const pool = { add: async () => '0x' as const, all: () => [], onAdded: () => () => undefined };
  const network = await createNetwork(options, {
    ...{ chain, checkpoints, pool, observer: silentObserver(), log: silentLogger() },
    decodeBlock: (rlp) => decodeBlock(rlp, chain.common),
  });
  networks.push(network);
  await network.start();
  return network;
}

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 15_000, interval: 50 });

it('a node on the heavier branch takes over the certificate and the certified branch', async () => {
  const certified = await openNode();
  const light = await certified.extend(INTERVAL + 1, { mark: 1 });
  const message = { number: BigInt(INTERVAL), blockHash: hashOf(light[INTERVAL - 1]), base: certified.chain.genesisHash };
  await certified.checkpoints.add(await signedBy(PROVIDERS.slice(0, 3), message), 'rpc');
  const astray = await openNode();
  await astray.extend(INTERVAL + 4, { mark: 2 });
  const first = await connect(certified);
  await connect(astray, first.addresses());
  await until(() => expect(astray.chain.head().hash).toBe(hashOf(light.at(-1))));
  expect(astray.checkpoints.status()).toMatchObject({ certified: { number: 4n, isCanonical: true }, conflict: undefined });
});

it('votes handed in at different nodes make a certificate at all of them', async () => {
  const [a, b] = [await openNode(), await openNode()];
  const blocks = await a.extend(INTERVAL);
  for (const block of blocks) await b.chain.importBlock(block, 'test');
  const first = await connect(a);
  const second = await connect(b, first.addresses());
  await until(() => expect(second.peers()).toHaveLength(1));
  const message = { number: BigInt(INTERVAL), blockHash: hashOf(blocks.at(-1)), base: a.chain.genesisHash };
  const [one, two, three] = await Promise.all(PROVIDERS.slice(0, 3).map((wallet) => signedBy([wallet], message)));
  await a.checkpoints.add(one as never, 'rpc');
  await b.checkpoints.add(two as never, 'rpc');
  await b.checkpoints.add(three as never, 'rpc');
  await until(() => {
    expect(a.checkpoints.status().certified).toMatchObject({ hash: message.blockHash, votes: 3 });
    expect(b.checkpoints.status().certified).toMatchObject({ hash: message.blockHash, votes: 3 });
  });
});

it('whoever joins later is given every certificate, and counts on the newest', async () => {
  const early = await openNode();
  const blocks = await early.extend(3 * INTERVAL);
  let base = early.chain.genesisHash;
  for (const number of [INTERVAL, 2 * INTERVAL, 3 * INTERVAL]) {
    const blockHash = hashOf(blocks[number - 1]);
    await early.checkpoints.add(await signedBy(PROVIDERS.slice(1), { number: BigInt(number), blockHash, base }), 'rpc');
    base = blockHash;
  }
  const late = await openNode();
  const first = await connect(early);
  await connect(late, first.addresses());
  await until(() => expect(late.checkpoints.status()).toMatchObject({ base, certified: { number: 12n, isCanonical: true }, seats: 4 }));
  expect(late.checkpoints.above(0n, 10)).toHaveLength(3);
});
