import type { Block } from '@ethereumjs/block';
import { createImportQueue, createOrphanPool } from '@medrec/miner/chain';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discardNode, extend, type Node, openNode } from './devnet-fixture.ts';

// What would be lost: memory, to whoever sends blocks that cannot be used yet.

let node: Node;
let blocks: Block[];
beforeAll(async () => {
  node = await openNode();
  blocks = await extend(node, 6);
});
afterAll(() => discardNode(node));

const parentOf = (block: Block | undefined) => bytesToHex(block?.header.parentHash ?? new Uint8Array(32));

describe('orphans', () => {
  const limits = { maxBlocks: 3, maxBytes: 1 << 20, maxAgeMs: 1000 };

  it('give way to younger ones by count and by bytes', () => {
    const byCount = createOrphanPool(limits, () => 0);
    for (const block of blocks) byCount.add({ block, origin: 'peer' });
    expect(byCount.size()).toBe(3);
    expect(byCount.takeChildrenOf(parentOf(blocks[0]))).toEqual([]);
    expect(byCount.takeChildrenOf(parentOf(blocks[5]))).toHaveLength(1);
    const bytes = (blocks[0] as Block).serialize().length;
    const byBytes = createOrphanPool({ ...limits, maxBytes: 2 * bytes + 8 }, () => 0);
    for (const block of blocks) byBytes.add({ block, origin: 'peer' });
    expect(byBytes.size()).toBe(2);
  });

  it('are forgotten when they are old', () => {
    let now = 0;
    const pool = createOrphanPool(limits, () => now);
    pool.add({ block: blocks[0] as Block, origin: 'peer' });
    now = 2000;
    expect(pool.takeChildrenOf(parentOf(blocks[0]))).toEqual([]);
    expect(pool.size()).toBe(0);
  });
});

describe('the import queue', () => {
  it('runs one at a time in order, outlives failures, and refuses when it is full', async () => {
    const queue = createImportQueue();
    const order: number[] = [];
    let running = 0;
    const results = Array.from({ length: 1100 }, (_, index) =>
      queue.run(async () => {
        expect(++running).toBe(1);
        await undefined;
        order.push(index);
        running--;
        if (index === 5) throw new RangeError('a bad block');
      }),
    );
    const settled = await Promise.allSettled(results);
    expect(order).toEqual(Array.from({ length: 1024 }, (_, index) => index));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1 + (1100 - 1024));
    await queue.drain();
    expect(await queue.run(async () => 'on')).toBe('on');
  });
});
