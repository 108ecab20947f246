import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { createCommon } from '@medrec/miner/consensus';
import { buildGenesis } from '@medrec/miner/execution';
import { openStore } from '@medrec/miner/store';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { Level } from 'level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { common, discardNode, extend, genesis, type Node, openNode, PROVIDER_KEY, testSpec, transaction } from '../chain/devnet-fixture.ts';

// What would be lost: an answer from a damaged or foreign store would be believed.

let node: Node;
beforeEach(async () => {
  node = await openNode();
});
afterEach(async () => {
  await discardNode(node);
});

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof MedrecError ? error.code : String(error)),
  );

type RawStore = Level<Uint8Array, Uint8Array>;

/** Changes the closed store behind its back and opens it again. */
async function tamper(change: (raw: RawStore) => Promise<void>): Promise<void> {
  await node.close();
  const raw = new Level<Uint8Array, Uint8Array>(join(node.dir, 'chain'), { keyEncoding: 'view', valueEncoding: 'view' });
  await change(raw);
  await raw.close();
  node = await openNode({ dir: node.dir });
}

const key = (letter: string, rest: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(letter), rest]);

async function flip(raw: RawStore, at: Uint8Array): Promise<void> {
  const value = Uint8Array.from((await raw.get(at)) ?? []);
  value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
  await raw.put(at, value);
}

describe('opening', () => {
  it('finds everything again', async () => {
    const sent = transaction(PROVIDER_KEY, 0);
    const [block] = (await extend(node, 1, { transactions: [sent] })) as [Block];
    await extend(node, 3);
    const before = node.chain.head();
    await node.close();
    node = await openNode({ dir: node.dir });
    expect(node.chain.head()).toMatchObject({ hash: before.hash, totalDifficulty: before.totalDifficulty, number: before.number });
    const hash = bytesToHex(block.hash());
    expect(bytesToHex((await node.chain.blockByHash(hash))?.serialize() ?? new Uint8Array())).toBe(bytesToHex(block.serialize()));
    expect((await node.chain.receiptsOf(hash))?.map(({ status, gasUsed }) => [status, gasUsed > 0n])).toEqual([[1, true]]);
    expect(await node.chain.placeOf(bytesToHex(sent.hash()))).toMatchObject({ blockHash: hash, index: 0 });
    await extend(node, 1);
  });

  it('refuses a second opener and another network', async () => {
    const dir = join(node.dir, 'chain');
    expect(await codeOf(openStore({ dir, genesis, common }))).toBe('STORE_LOCKED');
    await node.close();
    const otherSpec = testSpec(78);
    const other = { genesis: buildGenesis(otherSpec), common: createCommon(otherSpec) };
    const refused = await openStore({ dir, ...other }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'STORE_OTHER_NETWORK', remedy: expect.stringContaining('new folder') });
    node = await openNode({ dir: node.dir });
  });
});

describe('damage', () => {
  it('is named when a changed block is read, and never served', async () => {
    const [first] = (await extend(node, 12)) as [Block, Block];
    await tamper((raw) => flip(raw, key('b', first.hash())));
    expect(await codeOf(node.chain.blockByHash(bytesToHex(first.hash())))).toBe('STORE_DAMAGED');
    expect(await codeOf(node.chain.blockByNumber(1n))).toBe('STORE_DAMAGED');
    expect(node.chain.head().number).toBe(12n);
  });

  it('of the format mark is not taken for an empty folder', async () => {
    await extend(node, 1);
    const opening = tamper((raw) => raw.del(key('m', Buffer.from('schema'))));
    expect(await codeOf(opening)).toBe('STORE_DAMAGED');
    await rm(node.dir, { recursive: true });
    node = await openNode();
  });

  it('at a missing canonical entry is not read as "no such block"', async () => {
    await extend(node, 2);
    await tamper((raw) => raw.del(key('c', hexToBytes('0x0000000000000001'))));
    expect(await codeOf(node.chain.blockByNumber(1n))).toBe('STORE_DAMAGED');
  });

  it('at the head’s state takes the head back to the last whole block, and the lost ones come in again', async () => {
    const sent = transaction(PROVIDER_KEY, 0);
    const blocks = [...(await extend(node, 2)), ...(await extend(node, 1, { transactions: [sent] })), ...(await extend(node, 1))];
    const [, second, third] = blocks as [Block, Block, Block];
    const id = Buffer.alloc(6);
    id.writeUIntBE(node.store.nodes.topOf(third.header.stateRoot), 0, 6);
    await tamper((raw) => raw.del(key('v', id)));
    expect(node.chain.head().hash).toBe(bytesToHex(second.hash()));
    expect(await node.chain.placeOf(bytesToHex(sent.hash()))).toBeUndefined();
    for (const block of blocks.slice(2)) expect(await node.chain.importBlock(block, 'peer')).toBe('canonical');
    expect(node.chain.head().hash).toBe(bytesToHex(blocks.at(-1)?.hash() ?? new Uint8Array()));
  });
});
