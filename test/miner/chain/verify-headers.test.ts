import { Block, type BlockHeader } from '@ethereumjs/block';
import { sealBlock } from '@medrec/miner/sealing';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { common, discardNode, extend, LAB, mine, type Node, openNode } from './devnet-fixture.ts';

// What would be lost: sync would fetch bodies for headers that nobody worked for, or ban a peer for another's header.

let source: Node;
let node: Node;
let headers: BlockHeader[];
beforeEach(async () => {
  [source, node] = await Promise.all([openNode(), openNode()]);
  headers = (await extend(source, 6)).map(({ header }) => header);
});
afterEach(async () => {
  await Promise.all([source, node].map(discardNode));
});

it('takes headers that follow the store, and further ones that follow those', async () => {
  await node.chain.verifyHeaders(headers.slice(0, 4), 'peer');
  await node.chain.verifyHeaders(headers.slice(4), 'peer', headers[3]);
  expect(node.rejected).toEqual([]);
  expect(node.chain.head().number).toBe(0n);
});

it('names the first wrong header and its sender, and remembers it', async () => {
  const third = (await source.chain.blockByNumber(3n)) as Block;
  const wrong = sealBlock(third, { nonce: third.header.nonce, mixHash: third.header.mixHash.map((byte) => byte ^ 1) }).header;
  const spoilt = headers.with(2, wrong).slice(0, 3);
  const facts = { number: 3n, peer: 'liar', block: bytesToHex(wrong.hash()), coinbase: LAB.address };
  await expect(node.chain.verifyHeaders(spoilt, 'liar')).rejects.toMatchObject({ code: 'HEADER_SEAL', verdict: 'penalise', facts });
  expect(node.rejected).toMatchObject([{ code: 'HEADER_SEAL', origin: 'liar' }]);
  const body = new Block(wrong, [], [], undefined, { common });
  await expect(node.chain.importBlock(body, 'other')).rejects.toMatchObject({ code: 'HEADER_SEAL', facts: { peer: 'other' } });
});

it('refuses headers that do not follow one another, without holding it against them', async () => {
  await expect(node.chain.verifyHeaders([headers[0], headers[2]] as BlockHeader[], 'peer')).rejects.toMatchObject({
    code: 'HEADER_PARENT',
  });
  const early = await mine(source, { seconds: 0 });
  await expect(node.chain.verifyHeaders([...headers, early.header], 'peer')).rejects.toMatchObject({
    code: 'HEADER_TIMESTAMP',
    facts: { number: 7n },
  });
  await expect(node.chain.verifyHeaders(headers, 'peer')).resolves.toBeUndefined();
  await expect(node.chain.verifyHeaders(headers.slice(2), 'peer')).rejects.toMatchObject({ code: 'BLOCK_UNKNOWN' });
});
