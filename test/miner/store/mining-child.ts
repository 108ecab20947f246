import { extend, openNode } from '../chain/devnet-fixture.ts';

// Mines into the given folder and prints each stored number, until it is killed.
const node = await openNode({ dir: process.argv[2] ?? '' });
for (;;) {
  await extend(node, 1);
  process.stdout.write(`${node.chain.head().number}\n`);
}
