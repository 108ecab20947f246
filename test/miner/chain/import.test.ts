import type { Block } from '@ethereumjs/block';
import { createBlock } from '@ethereumjs/block';
import type { HeadChange } from '@medrec/miner/chain';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  common,
  discardNode,
  extend,
  LAB,
  mine,
  type Node,
  OTHER_LAB,
  openNode,
  PROVIDER_KEY,
  STRANGER,
  seal,
  transaction,
} from './devnet-fixture.ts';

// What would be lost: every node must reach the same head from the same blocks, in whatever order they arrive.

let author: Node;
let node: Node;
beforeEach(async () => {
  author = await openNode();
  node = await openNode();
});
afterEach(async () => {
  await discardNode(author);
  await discardNode(node);
});

const hashOf = (block: Block | undefined) => block && bytesToHex(block.hash());
const codeOf = (import_: Promise<unknown>): Promise<string> =>
  import_.then(
    () => 'none',
    (error: unknown) => (error instanceof MedrecError ? error.code : String(error)),
  );

describe('importing blocks', () => {
  it('extends the canonical chain, indexes its transactions and tells the listeners', async () => {
    const changes: HeadChange[] = [];
    node.chain.onHead((change) => changes.push(change));
    const sent = transaction(PROVIDER_KEY, 0);
    const [first] = await extend(author, 1, { transactions: [sent] });
    const [second] = await extend(author, 1);
    expect(await node.chain.importBlock(first as Block, 'peer')).toBe('canonical');
    expect(await node.chain.importBlock(second as Block, 'peer')).toBe('canonical');
    expect(await node.chain.importBlock(second as Block, 'peer')).toBe('known');

    expect(node.chain.head().hash).toBe(author.chain.head().hash);
    expect(changes.map(({ added }) => added.map(hashOf))).toEqual([[hashOf(first)], [hashOf(second)]]);
    expect(await node.chain.placeOf(bytesToHex(sent.hash()))).toEqual({ blockHash: hashOf(first), blockNumber: 1n, index: 0 });
    expect((await node.chain.receiptsOf(hashOf(first) ?? '0x'))?.[0]?.status).toBe(1);
    expect((await node.chain.accountAt(node.chain.head().hash, bytesToHex(sent.getSenderAddress().bytes)))?.nonce).toBe(1n);
  });

  it('keeps orphans and imports them when their parent arrives', async () => {
    const [first, second, third] = await extend(author, 3);
    expect(await node.chain.importBlock(third as Block, 'a')).toBe('orphan');
    expect(await node.chain.importBlock(second as Block, 'b')).toBe('orphan');
    expect(node.chain.head().number).toBe(0n);
    await node.chain.importBlock(first as Block, 'c');
    expect(node.chain.head().hash).toBe(hashOf(third));
  });

  it('holds a block from the future back until its time, and refuses one too far ahead', async () => {
    const now = BigInt(Math.floor(node.clock.nowMs() / 1000));
    const genesisTime = node.chain.head().header.timestamp;
    const soon = await mine(author, { seconds: Number(now - genesisTime) + 20 });
    const late = await mine(author, { seconds: Number(now - genesisTime) + 3600 });
    expect(await node.chain.importBlock(soon, 'peer')).toBe('future');
    expect(await codeOf(node.chain.importBlock(late, 'peer'))).toBe('HEADER_FUTURE');
    const imported = new Promise<void>((resolve) => node.chain.onHead(() => resolve()));
    node.clock.advance(5000);
    await imported;
    expect(node.chain.head().hash).toBe(hashOf(soon));
  });
});

describe('refusing blocks', () => {
  it('names block, sealer and peer, remembers the block, and refuses what builds on it', async () => {
    const good = await mine(author);
    const bad = seal(createBlock({ header: { ...good.header, gasUsed: 5n }, uncleHeaders: [] }, { common }));
    const child = seal(createBlock({ header: { ...good.header, parentHash: bad.hash(), number: 2n } }, { common }));
    const first = await node.chain.importBlock(bad, 'liar').catch((error: unknown) => error);
    expect(first).toMatchObject({ verdict: 'penalise', facts: { peer: 'liar', number: 1n, coinbase: LAB.address, block: hashOf(bad) } });
    expect(await node.chain.importBlock(bad, 'another').catch((error: unknown) => error)).toMatchObject({ facts: { peer: 'another' } });
    expect(await codeOf(node.chain.importBlock(child, 'liar'))).toBe('PARENT_BAD');
    expect(node.rejected.map(({ origin }) => origin)).toEqual(['liar', 'another', 'liar']);
    expect(node.chain.head().number).toBe(0n);
  });

  it('refuses a wrong seal, a stranger’s block and a changed state root', async () => {
    const good = await mine(author);
    const unsealed = createBlock({ header: { ...good.header, nonce: new Uint8Array(8).fill(0xee) } }, { common });
    const strangers = await mine(author, { key: STRANGER });
    const wrongRoot = seal(createBlock({ header: { ...good.header, stateRoot: new Uint8Array(32).fill(1) } }, { common }));
    expect(await codeOf(node.chain.importBlock(unsealed, 'peer'))).toBe('HEADER_SEAL');
    expect(await codeOf(node.chain.importBlock(strangers, 'peer'))).toBe('SEALER_UNADMITTED');
    // The signature covers the state root, so that a changed root is found as an unsigned header first.
    expect(await codeOf(node.chain.importBlock(wrongRoot, 'peer'))).toBe('SEALER_UNSIGNED');
  });

  it('does not hold a wrong body against the block whose header it borrowed', async () => {
    const [good] = (await extend(author, 1, { transactions: [transaction(PROVIDER_KEY, 0)] })) as [Block];
    const borrowed = createBlock({ header: good.header, transactions: [] }, { common });
    expect(bytesToHex(borrowed.hash())).toBe(hashOf(good));
    expect(await codeOf(node.chain.importBlock(borrowed, 'liar'))).toBe('BODY_MISMATCH');
    expect(await node.chain.importBlock(good, 'honest')).toBe('canonical');
  });
});

describe('choosing the heaviest branch', () => {
  it('stays with the first seen of two equal ones, then follows the heavier, and undoes what the other said', async () => {
    const sent = transaction(PROVIDER_KEY, 0);
    const ours = (await extend(author, 2, { mark: 1, transactions: [sent] })) as [Block, Block];
    const theirs = (await extend(node, 2, { mark: 2, key: OTHER_LAB })) as [Block, Block];
    for (const block of theirs) expect(await author.chain.importBlock(block, 'peer')).toBe('side');
    expect(author.chain.head().hash).toBe(hashOf(ours[1]));

    const changes: HeadChange[] = [];
    author.chain.onHead((change) => changes.push(change));
    const [heavier] = (await extend(node, 1, { mark: 2 })) as [Block];
    expect(await author.chain.importBlock(heavier, 'peer')).toBe('canonical');

    expect(changes).toHaveLength(1);
    expect(changes[0]?.removed.map(hashOf)).toEqual([hashOf(ours[1]), hashOf(ours[0])]);
    expect(changes[0]?.added.map(hashOf)).toEqual([...theirs, heavier].map(hashOf));
    expect(await author.chain.isCanonical(hashOf(ours[0]) ?? '0x')).toBe(false);
    expect(hashOf(await author.chain.blockByNumber(1n))).toBe(hashOf(theirs[0]));
    expect(await author.chain.placeOf(bytesToHex(sent.hash()))).toBeUndefined();
    expect(author.chain.head()).toMatchObject({ hash: node.chain.head().hash, totalDifficulty: node.chain.head().totalDifficulty });
  });

  it('does not follow a branch that forks off deeper than the bound', async () => {
    const bounded = await openNode({ maxReorgBlocks: 2 });
    for (const block of await extend(author, 3, { mark: 1 })) await bounded.chain.importBlock(block, 'peer');
    const longer = await extend(node, 4, { mark: 2 });
    for (const block of longer) expect(await bounded.chain.importBlock(block, 'peer')).toBe('side');
    expect(bounded.chain.head().hash).toBe(author.chain.head().hash);
    await discardNode(bounded);
  });

  it('offers lost blocks as ommers, once', async () => {
    const [lost] = (await extend(author, 1, { mark: 1, key: OTHER_LAB })) as [Block];
    const won = await extend(node, 2, { mark: 2 });
    for (const block of won) await author.chain.importBlock(block, 'peer');
    expect((await author.chain.ommerCandidates()).map((header) => bytesToHex(header.hash()))).toEqual([hashOf(lost)]);
    await node.chain.importBlock(lost, 'peer');
    const naming = await mine(author, { ommers: [lost.header] });
    expect(await node.chain.importBlock(naming, 'peer')).toBe('canonical');
    expect(await node.chain.ommerCandidates()).toEqual([]);
  });
});
