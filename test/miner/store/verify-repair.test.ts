import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { createExecutor } from '@medrec/miner/execution';
import { checkedValue, openAsIs, openStore, repairStore, replayStored, type StoreReport, verifyStore } from '@medrec/miner/store';
import { bytesToHex, hexToBytes } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { Level } from 'level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeStateRecord } from '../../../packages/miner/src/store/state-record.ts';
import { common, extend, genesis, type Node, openNode, PROVIDER_KEY, readParticipant, spec, transaction } from '../chain/devnet-fixture.ts';

// What would be lost: damage that nobody notices, or a repair that throws away what was whole.

type RawStore = Level<Uint8Array, Uint8Array>;

let node: Node;
let blocks: Block[];
beforeEach(async () => {
  node = await openNode();
  blocks = [];
  for (let nonce = 0; nonce < 20; nonce++) blocks.push(...(await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] })));
  await extend(node, 1, { parent: (blocks[17] as Block).header, mark: 9 });
  await node.close();
});
afterEach(async () => {
  await rm(node.dir, { recursive: true });
});

const folder = () => join(node.dir, 'chain');
const key = (letter: string, rest: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(letter), rest]);
const height = (number: number): Uint8Array => hexToBytes(`0x${number.toString(16).padStart(16, '0')}`);
const blockAt = (number: number): Block => blocks[number - 1] as Block;

async function tamper(change: (raw: RawStore) => Promise<void>): Promise<void> {
  const raw: RawStore = new Level(folder(), { keyEncoding: 'view', valueEncoding: 'view' });
  await change(raw);
  await raw.close();
}

async function flip(raw: RawStore, at: Uint8Array): Promise<void> {
  const value = Uint8Array.from((await raw.get(at)) ?? []);
  value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
  await raw.put(at, value);
}

async function look(isDeep = true): Promise<StoreReport> {
  const store = await openAsIs(folder(), common);
  try {
    return (await verifyStore(store, { isDeep })).report;
  } finally {
    await store.disk.close();
  }
}

const repaired = (rebuildState = false) => repairStore({ dir: folder(), spec, common, log: silentLogger(), rebuildState, readParticipant });

describe('verify', () => {
  it('finds nothing wrong with a whole store, and changes nothing', async () => {
    const first = await look();
    expect(first).toMatchObject({ isWhole: true, blocks: 21, sideBlocks: 1, transactions: 20, states: 22, unreachable: 0, faults: [] });
    expect(await look()).toEqual(first);
  });

  const damages: Record<string, { kind: string; at: number; change: (raw: RawStore) => Promise<void> }> = {
    'a changed body': { kind: 'block', at: 5, change: (raw) => flip(raw, key('b', blockAt(5).hash())) },
    'a lost header': { kind: 'block', at: 6, change: (raw) => raw.del(key('h', blockAt(6).hash())) },
    'lost receipts': { kind: 'receipts', at: 7, change: (raw) => raw.del(key('r', blockAt(7).hash())) },
    'a lost canonical entry': { kind: 'index', at: 8, change: (raw) => raw.del(key('c', height(8))) },
    'a lost place of a transaction': {
      kind: 'index',
      at: 9,
      change: (raw) => raw.del(key('t', blockAt(9).transactions[0]?.hash() ?? new Uint8Array())),
    },
    'a lost place of a state': { kind: 'state', at: 10, change: (raw) => raw.del(key('u', blockAt(10).hash())) },
    'a changed node of the head’s state': {
      kind: 'state',
      at: 20,
      change: async (raw) => flip(raw, await topOf(raw, blockAt(20))),
    },
  };

  for (const [name, { kind, at, change }] of Object.entries(damages)) {
    it(`names ${name}, where it is`, async () => {
      await tamper(change);
      const report = await look();
      expect(report.isWhole).toBe(false);
      expect(report.faults.some((fault) => fault.kind === kind && fault.number === BigInt(at))).toBe(true);
    });

    it(`has ${name} mended, and loses no block below it`, async () => {
      await tamper(change);
      const { before, after, removed } = await repaired();
      expect(before.isWhole).toBe(false);
      expect(after).toMatchObject({ isWhole: true, unreachable: 0 });
      if (kind !== 'block') expect(removed).toBe(0);
      expect(Number(after.head.number)).toBe(kind === 'block' ? at - 1 : 20);
      node = await openNode({ dir: node.dir });
      for (const block of blocks.slice(Number(after.head.number))) expect(await node.chain.importBlock(block, 'test')).toBe('canonical');
      expect(node.chain.head().hash).toBe(bytesToHex(blockAt(20).hash()));
      await extend(node, 1);
      await node.close();
    });
  }
});

/** Key of the top node of a block's state. */
async function topOf(raw: RawStore, block: Block): Promise<Uint8Array> {
  const stored = (await raw.get(key('u', block.hash()))) ?? new Uint8Array();
  const id = Buffer.alloc(6);
  id.writeUIntBE(decodeStateRecord(stored.subarray(8)).top, 0, 6);
  return key('v', id);
}

describe('repair', () => {
  it('does nothing to a whole store', async () => {
    const { steps, removed, after } = await repaired();
    expect({ steps, removed }).toEqual({ steps: [], removed: 0 });
    expect(after).toMatchObject({ isWhole: true, sideBlocks: 1 });
  });

  it('executes all blocks again when asked to, with the same end', async () => {
    const { steps, replayed, after } = await repaired(true);
    expect({ steps, replayed }).toEqual({ steps: ['rebuild'], replayed: 20 });
    expect(after).toMatchObject({ isWhole: true, unreachable: 0, blocks: 21 });
  });

  it('rebuilds LevelDB’s table of files when that is lost', async () => {
    await rm(join(folder(), 'CURRENT'));
    const { steps, after } = await repaired();
    expect(steps).toContain('database');
    expect(after.isWhole).toBe(true);
  });
});

it('an older store is executed again from its blocks when it is opened, also when that is cut off', async () => {
  await tamper(async (raw) => {
    // Schema 1 differed in the state alone, which lay under `s`.
    const schema = key('m', Buffer.from('schema'));
    await raw.put(schema, checkedValue(schema, height(1)));
    await raw.clear({ gte: Buffer.from('u'), lt: Buffer.from('w') });
    await raw.clear({ gte: Buffer.from('o'), lt: Buffer.from('p') });
    for (const name of ['nextNode', 'mode', 'oldest']) await raw.del(key('m', Buffer.from(name)));
    const old = key('s', hexToBytes(bytesToHex(blockAt(3).header.stateRoot)));
    await raw.put(old, checkedValue(old, Uint8Array.of(1)));
  });
  const cutOff = await openStore({ dir: folder(), genesis, common });
  expect(cutOff.pending()).toMatchObject({ height: 20n });
  const executor = createExecutor({ spec, common, nodes: cutOff.nodes, readParticipant });
  const onProgress = (done: bigint) => {
    if (done === 7n) throw new RangeError('cut off');
  };
  await expect(replayStored(cutOff, executor, { log: silentLogger(), onProgress })).rejects.toThrow('cut off');
  await cutOff.close();
  node = await openNode({ dir: node.dir });
  expect(node.store.pending()).toBeUndefined();
  expect(node.chain.head().hash).toBe(bytesToHex(blockAt(20).hash()));
  await extend(node, 1);
  await node.close();
  expect(await look()).toMatchObject({ isWhole: true, unreachable: 0, blocks: 22 });
});
