import { parentPort, workerData } from 'node:worker_threads';
import type { MixedLoad } from '../support/mixed-load.ts';
import { openBenchNode } from './chain-load.ts';
import { openBenchNetwork } from './sync-network.ts';

// Peers that have the whole chain, away from the thread that is measured: three hosts on one store.

const { load, peers } = workerData as { load: MixedLoad; peers: number };
const node = await openBenchNode(load, undefined);
for (const rlp of load.blocks) await node.chain.importBlock(node.decode(rlp), 'bench');
const networks = await Promise.all(Array.from({ length: peers }, () => openBenchNetwork(node, [])));
parentPort?.once('message', async () => {
  await Promise.all(networks.map((network) => network.stop()));
  await node.close();
  parentPort?.close();
});
parentPort?.postMessage(networks.map((network) => network.addresses()[0]));
