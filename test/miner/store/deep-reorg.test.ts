import { join } from 'node:path';
import { openAsIs, verifyStore } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import { expect, it } from 'vitest';
import { common, discardNode, extend, mine, openNode, PROVIDER, PROVIDER_KEY, transaction } from '../chain/devnet-fixture.ts';

// What would be lost: a node that was cut off for hours could not come back to the chain that the others went on with.

const DEPTH = 1000;
const KEPT = 1024;

it(`a pruned store follows a branch that leaves the chain ${DEPTH} blocks back, and keeps nothing of the one it left that it does not need`, {
  timeout: 240_000,
}, async () => {
  const node = await openNode({ keptStates: KEPT });
  for (let nonce = 0; nonce < 40; nonce++) await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  const fork = node.chain.head();
  for (let nonce = 40; nonce < 50; nonce++) await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] });
  await extend(node, DEPTH - 10);
  const left = node.chain.head();

  let changes = 0;
  node.chain.onHead(({ removed }) => {
    if (removed.length > 0) changes = removed.length;
  });
  let parent = fork.header;
  for (let at = 0; at <= DEPTH; at++) {
    const transactions = at < 3 ? [transaction(PROVIDER_KEY, 40 + at)] : [];
    const block = await mine(node, { parent, mark: 1, transactions });
    await node.chain.importBlock(block, 'test');
    parent = block.header;
  }
  expect(changes).toBe(DEPTH);
  expect(node.chain.head().hash).toBe(bytesToHex(parent.hash()));
  expect((await node.chain.accountAt(node.chain.head().hash, PROVIDER))?.nonce).toBe(43n);
  expect((await node.chain.accountAt(left.hash, PROVIDER))?.nonce).toBe(50n);
  expect((await node.chain.accountAt(fork.hash, PROVIDER))?.nonce).toBe(40n);

  // Once the fork is out of the window, so is all that the branch that lost had of its own.
  await extend(node, KEPT - DEPTH);
  await expect(node.chain.accountAt(fork.hash, PROVIDER)).rejects.toMatchObject({ code: 'STATE_PRUNED' });
  expect(node.store.hasState(left.hash)).toBe(false);
  await node.close();
  const store = await openAsIs(join(node.dir, 'chain'), common);
  const { report } = await verifyStore(store, { isDeep: true });
  await store.disk.close();
  expect(report).toMatchObject({ isWhole: true, unreachable: 0, states: KEPT, sideBlocks: DEPTH });
  await discardNode(await openNode({ dir: node.dir, keptStates: KEPT }));
});
