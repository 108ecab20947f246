import { Block } from '@ethereumjs/block';
import { sealBlock } from '@medrec/miner/sealing';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { common, discardNode, extend, LAB, mine, type Node, OTHER_LAB, openNode } from './devnet-fixture.ts';

// What would be lost: sync's speed, if a range were checked block by block; or its safety, if a range with one false seal
// got its first blocks in, or blamed nobody.

let source: Node;
let node: Node;
beforeEach(async () => {
  source = await openNode();
  node = await openNode();
});
afterEach(async () => {
  await discardNode(source);
  await discardNode(node);
});

const falselySealed = (block: Block): Block =>
  sealBlock(block, { nonce: block.header.nonce, mixHash: block.header.mixHash.map((byte) => byte ^ 1) });

it('takes a range of right seals, ommers among them', async () => {
  const [first] = await extend(source, 1);
  const ommer = await mine(source, { key: OTHER_LAB });
  const blocks = [first as Block, ...(await extend(source, 1))];
  await source.chain.importBlock(ommer, 'test');
  const ommers = await source.chain.ommerCandidates();
  expect(ommers).toHaveLength(1);
  blocks.push(...(await extend(source, 1, { ommers })), ...(await extend(source, 5)));
  await expect(node.chain.verifySeals(blocks, 'peer')).resolves.toBeUndefined();
  for (const block of blocks) expect(await node.chain.importBlock(block, 'peer')).toBe('canonical');
  expect(node.rejected).toEqual([]);
});

it('names the first block with a false seal, its sealer and its sender, and remembers it', async () => {
  const blocks = await extend(source, 6);
  const bad = falselySealed(blocks[3] as Block);
  const range = [...blocks.slice(0, 3), bad, falselySealed(blocks[4] as Block)];
  const facts = { block: bytesToHex(bad.hash()), number: 4n, coinbase: LAB.address, peer: 'peer' };
  await expect(node.chain.verifySeals(range, 'peer')).rejects.toMatchObject({ code: 'HEADER_SEAL', verdict: 'penalise', facts });
  expect(node.rejected).toMatchObject([{ code: 'HEADER_SEAL', origin: 'peer' }]);
  expect(node.chain.head().number).toBe(0n);
  await expect(node.chain.importBlock(bad, 'other')).rejects.toMatchObject({ code: 'HEADER_SEAL' });
});

it('leaves numbers that do not follow to the import: they could name epochs that are centuries off', async () => {
  const [block] = await extend(source, 1);
  const { header } = block as Block;
  const far = Object.create(header, { number: { value: 10n ** 15n } }) as typeof header;
  const jumped = new Block(far, [], [], undefined, { common });
  await expect(node.chain.verifySeals([block as Block, jumped], 'peer')).resolves.toBeUndefined();
});
