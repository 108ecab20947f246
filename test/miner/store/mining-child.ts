import { extend, openNode, PROVIDER, PROVIDER_KEY, transaction } from '../chain/devnet-fixture.ts';

// Mines into the given folder, with transactions, branches that win and states that are given up, and prints each stored
// height, until it is killed.
const node = await openNode({ dir: process.argv[2] ?? '', keptStates: 6 });
for (let mark = 1; ; mark++) {
  const { hash, number } = node.chain.head();
  const nonce = Number((await node.chain.accountAt(hash, PROVIDER))?.nonce ?? 0n);
  await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  process.stdout.write(`${node.chain.head().number}\n`);
  if (mark % 3 !== 0) continue;
  const parent = (await node.chain.blockByNumber(number))?.header;
  if (parent) await extend(node, 2, { parent, mark: mark % 256 });
  process.stdout.write(`${node.chain.head().number}\n`);
}
