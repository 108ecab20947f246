import type { Worker } from 'node:worker_threads';
import { systemClock } from '@medrec/miner/chain';
import { createSealer, type SealedBlock, type Sealer, type SealerKey } from '@medrec/miner/sealing';
import { createTxPool, type TxPool } from '@medrec/miner/txpool';
import { bytesToHex } from '@medrec/shared/bytes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  discardNode,
  ethash,
  LAB,
  manualClock,
  mine,
  type Node,
  OTHER_LAB,
  openNode,
  PROVIDER_KEY,
  STRANGER,
  spec,
  transaction,
} from '../chain/devnet-fixture.ts';

// What would be lost: the lab's pay. A block it seals must be valid everywhere, and no work may go into an old head.

let node: Node;
let pool: TxPool;
let sealer: Sealer;
beforeEach(async () => {
  // Sealing takes real time; the fixture's clock stands still, at most the 15 s behind it that the timestamp rule allows.
  node = await openNode({ clock: manualClock(Date.now()) });
  pool = createTxPool(node);
});
afterEach(async () => {
  await sealer.stop();
  await pool.close();
  await discardNode(node);
});

function start(key: SealerKey = LAB): Sealer {
  const { chain, executor } = node;
  const options = {
    ethash,
    ethashSizes: spec.config.medrec.ethash,
    threads: 1,
    intensityPercent: 50,
    freeExtra: Buffer.from('test lab'),
  };
  sealer = createSealer({ chain, executor, pool, key, clock: systemClock, ...options });
  sealer.start();
  return sealer;
}

const nextSealed = (): Promise<SealedBlock> =>
  new Promise((resolve) => {
    const end = sealer.onSealed((sealed) => {
      end();
      resolve(sealed);
    });
  });

it('seals empty blocks and then those with transactions, valid for another node', async () => {
  const other = await openNode({ clock: node.clock });
  start();
  const first = await nextSealed();
  expect(first.outcome).toBe('canonical');
  const hash = await pool.add(transaction(PROVIDER_KEY, 0).serialize(), 'test');
  while ((await node.chain.placeOf(hash)) === undefined) await nextSealed();
  await sealer.stop();

  const { number } = node.chain.head();
  for (let at = 1n; at <= number; at++) {
    const block = await node.chain.blockByNumber(at);
    if (block) await other.chain.importBlock(block, 'peer');
  }
  expect(other.chain.head().hash).toBe(node.chain.head().hash);
  expect(Buffer.from(first.block.header.extraData.subarray(0, 8)).toString()).toBe('test lab');
  const stats = sealer.stats();
  expect(stats).toMatchObject({ state: 'stopped', blocks: { sealed: Number(number), side: 0, replaced: 0, refused: 0 } });
  expect(stats.hashesPerSecond.max).toBeGreaterThan(0);
  expect(pool.all()).toEqual([]);
  await discardNode(other);
});

it('builds on a head that came from elsewhere', async () => {
  start();
  await nextSealed();
  let theirs = await mine(node, { key: OTHER_LAB, seconds: 1 });
  while ((await node.chain.importBlock(theirs, 'peer')) !== 'canonical') theirs = await mine(node, { key: OTHER_LAB, seconds: 1 });
  // One of ours on the old head may still be on its way in.
  let ours = await nextSealed();
  while (ours.outcome !== 'canonical') ours = await nextSealed();
  expect(ours.block.header.number).toBeGreaterThan(theirs.header.number);
  expect(await node.chain.isCanonical(bytesToHex(theirs.hash()))).toBe(true);
});

it('starts a search thread again that died', async () => {
  const started: Worker[] = [];
  const onWorker = (worker: Worker): void => void started.push(worker);
  process.on('worker', onWorker);
  start();
  await nextSealed();
  await started[0]?.terminate();
  await nextSealed();
  process.off('worker', onWorker);
  expect(sealer.stats().restarts).toMatchObject({ count: 1, lastReason: 'ended', lastSlot: 0 });
  expect(started).toHaveLength(2);
});

it('says why it is not sealing while the lab is not admitted', async () => {
  start(STRANGER);
  while (sealer.stats().reason === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sealer.stats()).toMatchObject({ state: 'idle', reason: 'SEALER_UNADMITTED', blocks: { sealed: 0 } });
  expect(node.chain.head().number).toBe(0n);
});
