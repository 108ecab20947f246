import type { Ethash, FoundSeal, PoolJob, SearchPool, SearchPoolOptions, SearchThread } from '@medrec/miner/ethash';
import { createEthash, searchSmall } from '@medrec/miner/ethash';
import { createSealer, type Sealer, type SealerKey, type Work } from '@medrec/miner/sealing';
import { createTxPool, type TxPool } from '@medrec/miner/txpool';
import { bytesToHex } from '@medrec/shared/bytes';
import { MedrecError, RuleError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { discardNode, extend, LAB, mine, type Node, OTHER_LAB, openNode, spec } from '../chain/devnet-fixture.ts';

// What would be lost: control of a running miner, and the truth about it. Threads that stand still, memory that fails and
// outside miners' blocks must show, and no work on an old head may go on.

const sizes = spec.config.medrec.ethash;
const ethash = createEthash(sizes);
const checker: Pick<Ethash, 'hash'> = { hash: ethash.hash };

/** Search threads that do what the test says. */
interface FakePool extends SearchPool {
  readonly jobs: (PoolJob | 'rest')[];
  readonly isClosed: () => boolean;
  intensity: number;
  count: number;
  /** What each thread's counter shows. */
  hashes: number;
  state: SearchThread['state'];
  isDatasetReady: boolean;
  failure: MedrecError | undefined;
  find(seal: Partial<FoundSeal>): void;
  restart(): void;
}

let node: Node;
let txPool: TxPool;
let sealer: Sealer;
let pools: FakePool[];
let lines: { code?: string }[];

function fakePool(options: SearchPoolOptions): FakePool {
  const jobs: FakePool['jobs'] = [];
  let isClosed = false;
  const pool: FakePool = {
    ...{ jobs, isClosed: () => isClosed, intensity: options.intensityPercent, count: options.threads },
    ...{ hashes: 0, state: 'searching', isDatasetReady: true, failure: undefined },
    search(job) {
      if (pool.failure) throw pool.failure;
      jobs.push(job);
    },
    rest: () => void jobs.push('rest'),
    setThreads(threads) {
      if (threads > 64) throw new MedrecError({ code: 'SEARCH_THREADS_LIMIT', message: 'too many' });
      pool.count = threads;
    },
    setIntensity(percent) {
      pool.intensity = percent;
    },
    threads: () => Array.from({ length: pool.count }, (_, slot) => ({ slot, hashes: pool.hashes, state: pool.state })),
    dataset: () => ({ state: pool.isDatasetReady ? 'ready' : 'preparing', epoch: 0, bytes: 2 ** 30, doneBytes: 2 ** 29, secondsLeft: 9 }),
    async close() {
      isClosed = true;
    },
    find(seal) {
      const job = pool.jobs.findLast((given) => given !== 'rest') as PoolJob;
      options.onFound({ job: job.job, ...sealFor(job), ...seal });
    },
    restart: () => options.onRestart(0, 'stalled'),
  };
  pools.push(pool);
  return pool;
}

function sealFor(work: Pick<Work, 'blockNumber' | 'sealHash' | 'difficulty'>, startNonce = 0n): { nonce: Uint8Array; mixHash: Uint8Array } {
  const { blockNumber, sealHash, difficulty } = work;
  const seal = searchSmall(sizes, { blockNumber, sealHash, difficulty, startNonce, count: 1 << 20 });
  if (seal === undefined) throw new RangeError('no seal within a million nonces');
  return seal;
}

function create(threads: number, key: SealerKey = LAB): FakePool {
  const { chain, executor, clock } = node;
  const take = (facts: { code?: string } | string): void => void lines.push(typeof facts === 'string' ? {} : facts);
  const log = { debug: () => undefined, info: take, warn: take, error: take } as unknown as Logger;
  sealer = createSealer({
    ...{ chain, executor, pool: txPool, key, clock, log, ethash: checker, threads },
    ...{ ethashSizes: sizes, intensityPercent: 100, createPool: fakePool },
  });
  sealer.start();
  return pools[0] as FakePool;
}

/** Lets a second of the node's clock pass, and what it set off. */
async function second(count = 1): Promise<void> {
  for (let at = 0; at < count; at++) {
    node.clock.advance(1000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 500) throw new RangeError('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
    node.clock.advance(1);
  }
}

const workFrom = async (after?: Work): Promise<Work> => {
  await until(() => sealer.desk.current() !== undefined && sealer.desk.current() !== after);
  return sealer.desk.current() as Work;
};
const submit = (work: Work, startNonce = 0n) =>
  sealer.desk.submit({ sealHash: work.sealHash, ...sealFor(work, startNonce), origin: 'rig' });
const isSame = (a: Work, b: Work): boolean => bytesToHex(a.sealHash) === bytesToHex(b.sealHash);
const codes = (): (string | undefined)[] => lines.map(({ code }) => code).filter((code) => code !== undefined);

beforeEach(async () => {
  node = await openNode();
  txPool = createTxPool(node);
  pools = [];
  lines = [];
});
afterEach(async () => {
  await sealer.stop();
  txPool.close();
  await discardNode(node);
});

describe('the sealer', () => {
  it('gives threads and outside miners one template, and takes the block of whoever is first', async () => {
    const pool = create(1);
    const sealed: string[] = [];
    sealer.onSealed(({ origin, outcome }) => sealed.push(`${origin} ${outcome}`));
    const work = await workFrom();
    expect(pool.jobs.at(-1)).toMatchObject({ sealHash: work.sealHash, difficulty: work.difficulty, blockNumber: 1n });
    expect(await submit(work)).toMatchObject({ kind: 'block', outcome: 'canonical' });
    expect(pool.jobs.includes('rest')).toBe(true);
    // A thread's find that comes too late seals nothing a second time.
    pool.find({});
    const next = await workFrom(work);
    expect(next).toMatchObject({ blockNumber: 2n, isNewHead: true });
    pool.find({});
    await until(() => sealed.length === 2);
    expect(sealed).toEqual(['rig canonical', 'local canonical']);
    expect(sealer.stats()).toMatchObject({ blocks: { sealed: 2, side: 0 }, luck: { recentBlocks: 1 } });
  });

  it('makes a side block of a solution for an older head, and goes on with its work', async () => {
    const pool = create(1);
    const old = await workFrom();
    await node.chain.importBlock(await mine(node, { key: OTHER_LAB, seconds: 2 }), 'peer');
    const present = await workFrom(old);
    const jobs = pool.jobs.length;
    expect(await submit(old)).toMatchObject({ kind: 'block', outcome: 'side' });
    expect(sealer.desk.current()).toEqual(present);
    expect(pool.jobs).toHaveLength(jobs);
    expect(sealer.stats().blocks).toEqual({ sealed: 0, side: 1, replaced: 0, refused: 0 });
    await extend(node, 6, { key: OTHER_LAB });
    const late = await sealer.desk.submit({ sealHash: present.sealHash, ...sealFor(present, 0n), origin: 'rig' });
    expect(late.kind).toBe('block');
    await extend(node, 8, { key: OTHER_LAB });
    expect((await submit(present, 1n << 30n)).kind).toBe('stale');
  });

  it('follows what becomes of its blocks', async () => {
    create(0);
    const base = node.chain.head().header;
    await submit(await workFrom());
    const rival = await extend(node, 2, { key: OTHER_LAB, parent: base, mark: 7 });
    expect(node.chain.head().hash).toBe(bytesToHex(rival[1]?.hash() as Uint8Array));
    expect(sealer.stats().blocks).toEqual({ sealed: 0, side: 0, replaced: 1, refused: 0 });
  });

  it('leaves an old head at once', async () => {
    const pool = create(1);
    const tookMs: number[] = [];
    for (let round = 0; round < 5; round++) {
      const work = await workFrom();
      const block = await mine(node, { key: OTHER_LAB, seconds: 2, mark: round });
      let importedMs = 0;
      const end = node.chain.onHead(() => {
        importedMs = performance.now();
        expect(pool.jobs.at(-1)).toBe('rest');
      });
      await node.chain.importBlock(block, 'peer');
      end();
      expect(sealer.desk.current()).toBeUndefined();
      node.clock.advance(2000);
      await until(() => pool.jobs.at(-1) !== 'rest');
      tookMs.push(performance.now() - importedMs);
      expect((pool.jobs.at(-1) as PoolJob).blockNumber).toBe(work.blockNumber + 1n);
    }
    expect(tookMs.toSorted((a, b) => a - b)[2]).toBeLessThan(500);
  });

  it('with no threads is there for outside miners', async () => {
    create(0);
    const work = await workFrom();
    expect(pools).toEqual([]);
    expect(sealer.stats()).toMatchObject({ state: 'sealing', threadCount: 0, threads: [], dataset: { state: 'none' } });
    await second(60);
    expect(sealer.stats().isHashRateZero).toBe(false);
    expect(await submit(work)).toMatchObject({ kind: 'block' });
    const next = await workFrom(work);
    sealer.setThreads(3);
    expect(pools[0]).toMatchObject({ count: 3, jobs: [{ sealHash: next.sealHash }] });
    sealer.setThreads(0);
    expect(pools[0]?.isClosed()).toBe(true);
    expect(sealer.stats()).toMatchObject({ state: 'sealing', threads: [] });
  });

  it('takes threads and intensity while it runs, and keeps them over a stop', async () => {
    const pool = create(1);
    await workFrom();
    sealer.setThreads(2);
    sealer.setIntensity(40);
    expect([pool.count, pool.intensity]).toEqual([2, 40]);
    expect(() => sealer.setThreads(65)).toThrow('too many');
    expect(sealer.stats()).toMatchObject({ threadCount: 2, intensityPercent: 40, threads: [{ slot: 0 }, { slot: 1 }] });
    await sealer.stop();
    expect(pool.isClosed()).toBe(true);
    expect(sealer.desk.current()).toBeUndefined();
    expect(sealer.stats()).toMatchObject({ state: 'stopped', threads: [] });
    sealer.start();
    expect(pools[1]).toMatchObject({ count: 2, intensity: 40 });
    await workFrom();
    expect(sealer.stats().state).toBe('sealing');
  });

  it('says that a dataset is being prepared, and of what memory it has not enough', async () => {
    const pool = create(1);
    pool.isDatasetReady = false;
    pool.state = 'preparing';
    await workFrom();
    await second(40);
    expect(sealer.stats()).toMatchObject({ state: 'preparing', isHashRateZero: false, dataset: { doneBytes: 2 ** 29 } });
    pool.failure = new MedrecError({ code: 'ETHASH_MEMORY', message: 'no memory' });
    // The clock may have run ahead of a build that takes real time, so the next template may be far off on it.
    const refreshedWith = (reason: string | undefined): Promise<void> =>
      until(() => {
        node.clock.advance(1000);
        return sealer.stats().reason === reason;
      });
    await refreshedWith('ETHASH_MEMORY');
    expect(sealer.stats()).toMatchObject({ state: 'idle', reason: 'ETHASH_MEMORY' });
    await second(5);
    expect(codes().filter((code) => code === 'ETHASH_MEMORY')).toHaveLength(1);
    expect(sealer.desk.current()).toBeDefined();
    pool.failure = undefined;
    pool.isDatasetReady = true;
    await refreshedWith(undefined);
    expect(sealer.stats()).toMatchObject({ state: 'sealing', reason: undefined });
  });

  it('warns when there is work and not one hash, whatever the heads do, and says when it is over', async () => {
    const pool = create(1);
    let work = await workFrom();
    pool.hashes = 1000;
    await second(5);
    for (let round = 0; round < 12; round++) {
      await node.chain.importBlock(await mine(node, { key: OTHER_LAB, seconds: 1, mark: round }), 'peer');
      work = await workFrom(work);
      await second(3);
    }
    expect(codes()).toContain('HASH_RATE_ZERO');
    expect(sealer.stats()).toMatchObject({ isHashRateZero: true });
    pool.hashes = 2000;
    await second(2);
    expect(sealer.stats()).toMatchObject({ isHashRateZero: false, hashes: 2000 });
    expect(codes().filter((code) => code === 'HASH_RATE_ZERO')).toHaveLength(1);
  });

  it('does not import what faulty memory made of a seal, says so, and searches on', async () => {
    const pool = create(1);
    const work = await workFrom();
    const jobs = pool.jobs.length;
    pool.find({ mixHash: new Uint8Array(32) });
    await until(() => pool.jobs.length > jobs);
    expect(codes()).toContain('LOCAL_SEAL_WRONG');
    expect(pool.jobs.at(-1)).toMatchObject({ sealHash: work.sealHash });
    expect(node.chain.head().number).toBe(0n);
  });

  it('loses no own seal to a checker that fails or is busy', async () => {
    const pool = create(1);
    await workFrom();
    const failures = [new RangeError('the worker died'), new RuleError({ code: 'ETHASH_BUSY', verdict: 'ignore', message: 'too many' })];
    const hash = vi.spyOn(checker, 'hash').mockImplementation((...given) => {
      const failure = failures.pop();
      return failure ? Promise.reject(failure) : ethash.hash(...given);
    });
    pool.find({});
    await until(() => node.chain.head().number === 1n);
    expect(hash).toHaveBeenCalledTimes(3);
    hash.mockRestore();
    expect(sealer.stats().blocks.sealed).toBe(1);
  });

  it('loses no block, its own or an outside miner’s, to an import that fails for a moment', async () => {
    const pool = create(1);
    const importBlock = node.chain.importBlock.bind(node.chain);
    const failing = (): ReturnType<typeof vi.spyOn> => {
      const failures = [
        new RangeError('the disk is full'),
        new RuleError({ code: 'IMPORT_QUEUE_FULL', verdict: 'ignore', message: 'too many' }),
        new MedrecError({ code: 'ETHASH_WORKER_FAILED', message: 'died' }),
      ];
      return vi.spyOn(node.chain, 'importBlock').mockImplementation((...given) => {
        const failure = failures.pop();
        return failure ? Promise.reject(failure) : importBlock(...given);
      });
    };
    const sealed: string[] = [];
    sealer.onSealed(({ origin, outcome }) => sealed.push(`${origin} ${outcome}`));
    const work = await workFrom();
    const first = failing();
    pool.find({});
    await until(() => node.chain.head().number === 1n);
    first.mockRestore();
    await until(() => sealed.length === 1);
    const second = failing();
    const verdict = submit(await workFrom(work));
    await until(() => node.chain.head().number === 2n);
    expect(await verdict).toMatchObject({ kind: 'block', outcome: 'canonical' });
    second.mockRestore();
    expect(sealed).toEqual(['local canonical', 'rig canonical']);
    expect(sealer.stats().blocks).toEqual({ sealed: 2, side: 0, replaced: 0, refused: 0 });
  });

  it('asks once about a block that a rule is against, and says when an import fails for good', async () => {
    create(0);
    const refused = new RuleError({ code: 'TX_QUOTA', verdict: 'penalise', message: 'against a rule' });
    const imports = vi.spyOn(node.chain, 'importBlock').mockRejectedValue(refused);
    const work = await workFrom();
    expect(await submit(work)).toEqual({ kind: 'rejected', reason: 'refused' });
    expect(imports).toHaveBeenCalledTimes(1);
    expect(sealer.stats().blocks.refused).toBe(1);
    imports.mockClear().mockRejectedValue(new RangeError('the disk is full'));
    let failure: unknown;
    // A later template, with another seal hash.
    await until(() => {
      node.clock.advance(1000);
      return sealer.desk.current() !== undefined && !isSame(sealer.desk.current() as Work, work);
    });
    submit(sealer.desk.current() as Work).catch((error: unknown) => {
      failure = error;
    });
    await until(() => {
      node.clock.advance(50);
      return failure !== undefined;
    });
    expect(failure).toMatchObject({ code: 'SEAL_NOT_IMPORTED', facts: { reason: 'the disk is full' } });
    expect(imports).toHaveBeenCalledTimes(50);
    imports.mockRestore();
  });

  it('counts restarts of threads, and hashes on over a counter that begins anew', async () => {
    const pool = create(1);
    await workFrom();
    pool.hashes = 500;
    await second();
    pool.restart();
    pool.hashes = 100;
    await second();
    expect(sealer.stats()).toMatchObject({ hashes: 600, restarts: { count: 1, lastReason: 'stalled', lastSlot: 0 } });
  });
});
