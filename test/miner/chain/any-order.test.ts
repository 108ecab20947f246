import { createBlockFromRLP } from '@ethereumjs/block';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { common, discardNode, extend, OTHER_LAB, openNode, PROVIDER_KEY, transaction } from './devnet-fixture.ts';

// What would be lost: two honest nodes that hear of the same blocks in another order would never agree.

it('the same blocks in any order, each once, give the same head and state', async () => {
  const author = await openNode();
  const trunk = await extend(author, 2);
  const fork = trunk.at(-1)?.header;
  const parent = fork === undefined ? {} : { parent: fork };
  const light = await extend(author, 2, { ...parent, mark: 1, transactions: [] });
  const heavy = await extend(author, 4, { ...parent, mark: 2, key: OTHER_LAB });
  const tip = heavy.at(-1)?.header;
  const last = await extend(author, 1, { ...(tip ? { parent: tip } : {}), transactions: [transaction(PROVIDER_KEY, 0)] });
  const blocks = [...trunk, ...light, ...heavy, ...last].map((block) => block.serialize());

  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(blocks, { minLength: blocks.length }), async (order) => {
      const node = await openNode();
      for (const bytes of order) await node.chain.importBlock(createBlockFromRLP(bytes, { common }), 'peer');
      expect(node.chain.head().hash).toBe(author.chain.head().hash);
      expect(node.chain.head().totalDifficulty).toBe(author.chain.head().totalDifficulty);
      expect(node.rejected).toEqual([]);
      await discardNode(node);
    }),
    { numRuns: 12 },
  );
  await discardNode(author);
});
