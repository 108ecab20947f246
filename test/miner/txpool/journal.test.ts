import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTxPool, DEFAULT_LIMITS, openPoolJournal, type TxPool } from '@medrec/miner/txpool';
import { bytesToHex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { discardNode, extend, type Node, OTHER_LAB, openNode, PATIENT_KEY, PROVIDER_KEY, transaction } from '../chain/devnet-fixture.ts';

// What would be lost: a revocation that waits in a pool would be forgotten when its node restarts, and a torn file must not
// keep a node from starting.

let node: Node;
let path: string;
beforeEach(async () => {
  node = await openNode();
  path = join(node.dir, 'pool.journal');
});
afterEach(() => discardNode(node));

async function openPool(limits = DEFAULT_LIMITS): Promise<TxPool> {
  const journal = await openPoolJournal(path, limits, silentLogger());
  const pool = createTxPool({ ...node, journal, limits });
  await pool.restore();
  return pool;
}

const send = (pool: TxPool, key: `0x${string}`, nonce: number) => pool.add(transaction(key, nonce).serialize(), 'test');
const waiting = (pool: TxPool) => pool.ready().map(({ hash }) => hash);

it('what waited waits again after a restart, in its order; what was sealed meanwhile does not', async () => {
  const first = await openPool();
  const hashes = [await send(first, PROVIDER_KEY, 0), await send(first, PATIENT_KEY, 0), await send(first, PROVIDER_KEY, 1)];
  await first.close();
  const second = await openPool();
  expect(waiting(second)).toEqual(hashes);
  await extend(node, 1, { transactions: [transaction(PROVIDER_KEY, 0)] });
  await second.close();
  const third = await openPool();
  expect(waiting(third)).toEqual(hashes.slice(1));
  await third.close();
});

it('a file torn at its end loses the last transaction alone, and one of other bytes all of them', async () => {
  const first = await openPool();
  const hashes = [await send(first, PROVIDER_KEY, 0), await send(first, PROVIDER_KEY, 1)];
  await first.close();
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, -7));
  const second = await openPool();
  expect(waiting(second)).toEqual(hashes.slice(0, 1));
  await second.close();
  await writeFile(path, Buffer.alloc(4096, 0x5a));
  const third = await openPool();
  expect(waiting(third)).toEqual([]);
  await third.close();
  await appendFile(path, Buffer.from([0, 0, 0, 1]));
  const fourth = await openPool();
  expect(waiting(fourth)).toEqual([]);
  await fourth.close();
});

it('the age of a transaction outlives the restart', async () => {
  const first = await openPool();
  await send(first, PROVIDER_KEY, 0);
  await first.close();
  node.clock.advance(4 * 3_600_000);
  const second = await openPool();
  expect(waiting(second)).toEqual([]);
  await second.close();
});

it('the file stays in proportion to what waits', async () => {
  const journal = await openPoolJournal(path, DEFAULT_LIMITS, silentLogger());
  const large = transaction(PROVIDER_KEY, 0, `0x${'00'.repeat(60_000)}`, { gasLimit: 5_000_000 });
  const entry = { transaction: large, addedMs: 1, bytes: large.serialize().length } as Parameters<typeof journal.add>[0];
  for (let i = 0; i < 30; i++) journal.add(entry);
  await expect.poll(async () => (await stat(path)).size).toBeGreaterThan(30 * 60_000);
  journal.tidy(Array.from({ length: 24 }, () => entry));
  expect((await stat(path)).size).toBeGreaterThan(30 * 60_000);
  journal.tidy([entry]);
  await expect.poll(async () => (await stat(path)).size).toBeLessThan(2 * 60_000);
  await journal.close();
  const reopened = await openPoolJournal(path, DEFAULT_LIMITS, silentLogger());
  expect(reopened.takeFound().map(({ addedMs, raw }) => [addedMs, raw.length])).toEqual([[1, entry.bytes]]);
  await reopened.close();
});

it('of two transactions with one nonce the one comes back that waited last: the other was pushed out by a block since left', async () => {
  const [first, sealed] = [transaction(PROVIDER_KEY, 0), transaction(PROVIDER_KEY, 0, '0x', { gasLimit: 90_000 })];
  const pool = await openPool();
  await pool.add(first.serialize(), 'test');
  await extend(node, 1, { transactions: [sealed] });
  expect(waiting(pool)).toEqual([]);
  const other = await openNode();
  for (const block of await extend(other, 2, { key: OTHER_LAB })) await node.chain.importBlock(block, 'peer');
  await discardNode(other);
  expect(waiting(pool)).toEqual([bytesToHex(sealed.hash())]);
  await pool.close();
  const again = await openPool();
  expect(waiting(again)).toEqual([bytesToHex(sealed.hash())]);
  await again.close();
});
