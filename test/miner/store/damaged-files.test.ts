import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { repairStore } from '@medrec/miner/store';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  common,
  extend,
  type Node,
  openNode,
  PROVIDER_KEY,
  readParticipant,
  spec,
  temporaryFolder,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: a failing disk takes one of the database's files, and the node serves what is left as if it were all.

const BLOCKS = 15;

let original: string;
let blocks: Block[];
beforeAll(async () => {
  const node = await openNode();
  blocks = [];
  for (let nonce = 0; nonce < BLOCKS; nonce++)
    blocks.push(...(await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, nonce)] })));
  await node.close();
  // LevelDB moves its log into a table when it opens.
  const reopened = await openNode({ dir: node.dir });
  await reopened.close();
  original = node.dir;
});
afterAll(() => rm(original, { recursive: true }));

async function files(dir: string, pattern: RegExp): Promise<string[]> {
  return (await readdir(dir)).filter((name) => pattern.test(name)).map((name) => join(dir, name));
}

async function eachOf(dir: string, pattern: RegExp, harm: (path: string) => Promise<void>): Promise<void> {
  const found = await files(dir, pattern);
  expect(found.length).toBeGreaterThan(0);
  for (const path of found) await harm(path);
}

async function halve(path: string): Promise<void> {
  await truncate(path, Math.floor((await readFile(path)).length / 2));
}

async function scramble(path: string): Promise<void> {
  const bytes = await readFile(path);
  for (let at = 0; at < bytes.length; at += 97) bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
  await writeFile(path, bytes);
}

const harms: Record<string, (dir: string) => Promise<void>> = {
  'CURRENT deleted': (dir) => rm(join(dir, 'CURRENT')),
  'CURRENT scrambled': (dir) => scramble(join(dir, 'CURRENT')),
  'MANIFEST deleted': (dir) => eachOf(dir, /^MANIFEST/, rm),
  'MANIFEST cut': (dir) => eachOf(dir, /^MANIFEST/, halve),
  'MANIFEST scrambled': (dir) => eachOf(dir, /^MANIFEST/, scramble),
  'tables deleted': (dir) => eachOf(dir, /\.ldb$/, rm),
  'tables cut': (dir) => eachOf(dir, /\.ldb$/, halve),
  'tables scrambled': (dir) => eachOf(dir, /\.ldb$/, scramble),
};

const NAMED = /^(STORE_DAMAGED|STORE_UNREADABLE|STATE_NODE_MISSING|STATE_NODE_DAMAGED)$/;

/** The hash of each block up to the head, all of it read; or the code of what was thrown. */
async function answersOf(dir: string): Promise<string[] | string> {
  let node: Node | undefined;
  try {
    node = await openNode({ dir });
    const hashes: string[] = [];
    for (let number = 1n; number <= node.chain.head().number; number++) {
      const block = await node.chain.blockByNumber(number);
      hashes.push(block ? bytesToHex(block.hash()) : 'none');
    }
    return hashes;
  } catch (error) {
    return error instanceof MedrecError ? error.code : String(error);
  } finally {
    await node?.close();
  }
}

describe.each(Object.entries(harms))('%s', (_, harm) => {
  it('gives right answers or a named error, and is mended or refused by name', async () => {
    const expected = blocks.map((block) => bytesToHex(block.hash()));
    const dir = await temporaryFolder();
    await cp(original, dir, { recursive: true });
    await harm(join(dir, 'chain'));
    const answers = await answersOf(dir);
    if (typeof answers === 'string') expect(answers).toMatch(NAMED);
    else {
      expect(answers.length).toBeGreaterThan(0);
      expect(expected.slice(0, answers.length)).toEqual(answers);
    }

    const repaired = await repairStore({
      dir: join(dir, 'chain'),
      spec,
      common,
      log: silentLogger(),
      rebuildState: false,
      readParticipant,
    }).catch((error: MedrecError) => error);
    if (repaired instanceof Error) {
      expect(repaired.code).toMatch(NAMED);
      await rm(dir, { recursive: true });
      return;
    }
    expect(repaired.after.faults).toEqual([]);
    const node = await openNode({ dir });
    const missing = blocks.slice(Number(node.chain.head().number));
    for (const block of missing) expect(await node.chain.importBlock(block, 'test')).toBe('canonical');
    expect(node.chain.head().hash).toBe(expected.at(-1));
    await node.close();
    await rm(dir, { recursive: true });
  });
});
