import { parentPort, workerData } from 'node:worker_threads';
import { createHospitalLoad } from '../../world/hospital-load.ts';
import { makeBlock, openLocalNode } from '../../world/local-node.ts';
import { CENSUS_EPOCH_SECONDS, foundChainWorld, LAB, MOST_AHEAD, SECONDS_PER_BLOCK, TRANSACTIONS_PER_BLOCK } from './plan.ts';

// Makes the chain on a store of its own, a few blocks ahead of the thread that imports them. A number says how many that has imported.

const { dir, blocks } = workerData as { readonly dir: string; readonly blocks: number };
const world = await foundChainWorld();
const load = createHospitalLoad(world);
const node = await openLocalNode(world, dir);
let imported = 0;
let wake: () => void = () => undefined;
parentPort?.on('message', (count: number) => {
  imported = count;
  wake();
});
for (let made = 0; made < blocks; made++) {
  while (made - imported >= MOST_AHEAD) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  const parent = node.chain.head().header;
  const epoch = (parent.timestamp - BigInt(world.genesisSeconds)) / BigInt(CENSUS_EPOCH_SECONDS);
  const transactions = [];
  while (transactions.length < TRANSACTIONS_PER_BLOCK) transactions.push(await load.next(epoch));
  const { block } = await makeBlock(world, node.executor, { parent, key: LAB, seconds: SECONDS_PER_BLOCK, transactions });
  await node.chain.importBlock(block, 'author');
  parentPort?.postMessage(block.serialize());
}
await node.close();
parentPort?.close();
