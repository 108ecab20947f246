import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { createExecutor } from '@medrec/miner/execution';
import { openAsIs, type StoreReport, verifyStore } from '@medrec/miner/store';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { PERMISSIONS_ADDRESS } from '@medrec/shared/chain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  common,
  discardNode,
  extend,
  LAB,
  mine,
  type Node,
  type NodeOptions,
  openNode,
  PROVIDER,
  PROVIDER_KEY,
  STRANGER,
  spec,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: a node that gives up a part of a state that it still needs stops for ever, or one that never gives
// any up fills its disk.

const KEPT = 6;

const hashOf = (block: Block): Hex => bytesToHex(block.hash());
const nonceAt = (node: Node, block: Block) => node.chain.accountAt(hashOf(block), PROVIDER).then((account) => account?.nonce ?? 0n);

/** Closes the node, looks at all it has stored, and opens it again. */
async function inspected(node: Node, options: NodeOptions): Promise<{ node: Node; report: StoreReport }> {
  await node.close();
  const store = await openAsIs(join(node.dir, 'chain'), common);
  const { report } = await verifyStore(store, { isDeep: true });
  await store.disk.close();
  return { node: await openNode({ ...options, dir: node.dir }), report };
}

async function busy(node: Node, count: number): Promise<Block[]> {
  const blocks: Block[] = [];
  for (let i = 0; i < count; i++) {
    const nonce = Number(await nonceAt(node, (await node.chain.blockByHash(node.chain.head().hash)) as Block));
    blocks.push(...(await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] })));
  }
  return blocks;
}

describe('a pruned store', () => {
  it('keeps the last states and names what it has given up', async () => {
    let node = await openNode({ keptStates: KEPT });
    const blocks = await busy(node, 20);
    for (const [at, block] of blocks.entries()) {
      const isKept = at >= blocks.length - KEPT;
      if (isKept) expect(await nonceAt(node, block)).toBe(BigInt(at + 1));
      else await expect(nonceAt(node, block)).rejects.toMatchObject({ code: 'STATE_PRUNED' });
      expect((await node.chain.receiptsOf(hashOf(block)))?.length).toBe(1);
    }
    expect(node.store.window()).toEqual({ mode: 'pruned', oldest: 15n });
    const after = await inspected(node, { keptStates: KEPT });
    node = after.node;
    expect(after.report).toMatchObject({ isWhole: true, unreachable: 0, states: KEPT, oldestState: 15n });
    await busy(node, 3);
    await discardNode(node);
  });

  it('follows a heavier branch from the oldest state that it keeps, and no further', async () => {
    const node = await openNode({ keptStates: KEPT });
    const blocks = await busy(node, 12);
    const side = await openNode();
    for (const block of blocks.slice(0, 7)) await side.chain.importBlock(block, 'test');
    const branch = await extend(side, 9, { mark: 1 });
    for (const block of branch) await node.chain.importBlock(block, 'test');
    expect(node.chain.head().hash).toBe(hashOf(branch.at(-1) as Block));
    expect(await nonceAt(node, branch.at(-1) as Block)).toBe(7n);

    const other = await openNode();
    for (const block of blocks.slice(0, 5)) await other.chain.importBlock(block, 'test');
    const [deep] = (await extend(other, 1, { mark: 2 })) as [Block];
    await expect(node.chain.importBlock(deep, 'test')).rejects.toMatchObject({ code: 'FORK_TOO_DEEP', verdict: 'ignore' });
    for (const one of [node, side, other]) await discardNode(one);
  });

  it('keeps what its states need and nothing else, whatever branches come and win', { timeout: 120_000 }, async () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('extend' as const), isBusy: fc.boolean() }),
      fc.record({
        kind: fc.constant('branch' as const),
        back: fc.integer({ min: 1, max: KEPT - 2 }),
        length: fc.integer({ min: 1, max: KEPT }),
      }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 24 }), async (operations) => {
        let node = await openNode({ keptStates: KEPT });
        let mark = 1;
        for (const one of operations) {
          if (one.kind === 'extend') await (one.isBusy ? busy(node, 1) : extend(node, 1));
          else if (one.kind === 'branch') await branchOff(node, one.back, one.length, mark++);
          else ({ node } = await inspected(node, { keptStates: KEPT }));
          await expectMemoryToBeTrue(node);
        }
        const after = await inspected(node, { keptStates: KEPT });
        expect(after.report.faults).toEqual([]);
        expect(after.report.unreachable).toBe(0);
        await discardNode(after.node);
      }),
      { numRuns: 10 },
    );
  });
});

/** What the head's state in memory says is what the trie says, also right after the head has moved. */
async function expectMemoryToBeTrue({ store, chain }: Node): Promise<void> {
  const nothing = () => undefined;
  const nodes = { ...store.nodes, flat: { account: nothing, slot: nothing, keepAccount: nothing, keepSlot: nothing } };
  const { hash, header } = chain.head();
  const [memory, trie] = [store.nodes, nodes].map((source) => createExecutor({ spec, common, nodes: source }));
  for (const address of [PROVIDER, LAB.address, PERMISSIONS_ADDRESS, STRANGER.address]) {
    const account = await trie?.accountAt(header.stateRoot, address);
    expect(await memory?.accountAt(header.stateRoot, address)).toEqual(account);
    expect(await chain.accountAt(hash, address)).toEqual(account);
    const slot = new Uint8Array(32);
    expect(await memory?.storageAt(header.stateRoot, address, slot)).toEqual(await trie?.storageAt(header.stateRoot, address, slot));
  }
}

/** A branch from some blocks below the head; longer ones win. */
async function branchOff(node: Node, back: number, length: number, mark: number): Promise<void> {
  const number = node.chain.head().number - BigInt(back);
  let parent = await node.chain.blockByNumber(number > 0n ? number : 0n);
  for (let i = 0; parent && i < length; i++) {
    const nonce = Number(await nonceAt(node, parent));
    const transactions = i % 2 === 0 ? [transaction(PROVIDER_KEY, nonce)] : [];
    const block = await mine(node, { parent: parent.header, mark, transactions });
    await node.chain.importBlock(block, 'test');
    parent = block;
  }
}

describe('the mode of a store', () => {
  it('of an archive keeps every state, and may become a pruned one at any time', async () => {
    let node = await openNode({ archive: true, keptStates: KEPT });
    const blocks = await busy(node, 20);
    for (const [at, block] of blocks.entries()) expect(await nonceAt(node, block)).toBe(BigInt(at + 1));
    const asArchive = await inspected(node, { archive: true });
    expect(asArchive.report).toMatchObject({ isWhole: true, unreachable: 0, mode: 'archive', states: 21 });
    await asArchive.node.close();
    const asBefore = await openNode({ dir: node.dir, keptStates: KEPT });
    expect(asBefore.store.window().mode).toBe('archive');
    await asBefore.close();
    node = await openNode({ dir: node.dir, archive: false, keptStates: KEPT });
    await busy(node, 4);
    const pruned = await inspected(node, { keptStates: KEPT });
    expect(pruned.report).toMatchObject({ isWhole: true, unreachable: 0, mode: 'pruned', states: KEPT });
    await pruned.node.close();
    await expect(openNode({ dir: node.dir, archive: true })).rejects.toMatchObject({ code: 'STORE_IS_PRUNED' });
    await discardNode(await openNode({ dir: node.dir }));
  });

  it('of a pruned store that has given up nothing yet may become an archive', async () => {
    const young = await openNode({ keptStates: KEPT });
    await extend(young, 3);
    await young.close();
    const node = await openNode({ dir: young.dir, archive: true });
    expect(node.store.window()).toEqual({ mode: 'archive', oldest: 0n });
    await discardNode(node);
  });
});
