import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import {
  createEthash,
  createSearchPool,
  type DatasetState,
  type FoundSeal,
  type PoolJob,
  type RestartReason,
  type SearchPool,
  type SearchPoolOptions,
  seedHash,
  sizesAt,
} from '@medrec/miner/ethash';
import { devnetPreset, type EthashSizes } from '@medrec/shared/chain';
import { silentLogger } from '@medrec/shared/log';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openChunkFile } from '../../../packages/miner/src/ethash/dataset/chunk-file.ts';
import { createWatchdog } from '../../../packages/miner/src/ethash/search/watchdog.ts';

// What would be lost: hashes spent on what no longer matters, a found seal given to the wrong block, or threads that stand
// still and nobody knows.

const SMALL = devnetPreset.ethash;
/** Just too large to be made at once: kept on disk, seventeen chunks. */
const KEPT: EthashSizes = { mode: 'fixed', cacheBytes: 16_064, datasetBytes: 17 * 2 ** 20 };
const NEVER = 2n ** 250n;

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

interface Opened {
  readonly pool: SearchPool;
  readonly found: FoundSeal[];
  readonly restarts: { slot: number; reason: RestartReason }[];
  readonly states: DatasetState[];
}

function open(options: Partial<SearchPoolOptions> = {}): Opened {
  const [found, restarts, states]: [FoundSeal[], Opened['restarts'], DatasetState[]] = [[], [], []];
  const pool = createSearchPool({
    ...{ sizes: SMALL, threads: 2, intensityPercent: 100, log: silentLogger() },
    onFound: (seal) => found.push(seal),
    onRestart: (slot, reason) => restarts.push({ slot, reason }),
    onDataset: (state) => states.push(state),
    ...options,
  });
  endings.push(() => pool.close());
  return { pool, found, restarts, states };
}

/** Whether a kept dataset has all its chunks. */
function isWhole(dir: string, epoch: number): boolean {
  if (!readdirSync(dir).some((name) => name.startsWith(`dataset-${epoch}-`))) return false;
  const sizes = sizesAt(KEPT, epoch);
  const file = openChunkFile(dir, { kind: 'dataset', epoch, seed: seedHash(epoch), sizes });
  const isRead = (chunk: number): boolean => file.read(chunk, new Uint8Array(2 ** 20));
  const chunks = Array.from({ length: sizes.datasetBytes / 2 ** 20 }, (_, chunk) => chunk);
  // From the end, where it is written last.
  const all = chunks.toReversed().every(isRead);
  file.close();
  return all;
}

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'medrec-pool-'));
  endings.push(() => rmSync(dir, { recursive: true }));
  return dir;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, isTrue: () => boolean, limitMs = 20_000, everyMs = 2): Promise<void> {
  const startedMs = performance.now();
  while (!isTrue()) {
    if (performance.now() - startedMs > limitMs) throw new RangeError(`not within ${limitMs} ms: ${what}`);
    await pause(everyMs);
  }
}

const job = (number: number, difficulty: bigint, blockNumber = 1n): PoolJob => ({
  ...{ job: number, blockNumber, difficulty },
  sealHash: new Uint8Array(32).fill(number % 256),
});

const hashesOf = (pool: SearchPool): number => pool.threads().reduce((sum, { hashes }) => sum + hashes, 0);

describe('the search pool', () => {
  it('finds seals that are right for the job they name, job after job', async () => {
    const { pool, found } = open();
    const ethash = createEthash(SMALL);
    for (let number = 1; number <= 30; number++) {
      pool.search(job(number, 256n));
      await until(`job ${number} is found`, () => found.some((seal) => seal.job === number));
    }
    for (const { job: number, nonce, mixHash } of found) {
      const { blockNumber, sealHash, difficulty } = job(number, 256n);
      expect(await ethash.verify({ blockNumber, sealHash, difficulty, nonce, mixHash })).toBe(true);
    }
    // Each thread searches from its own random nonce.
    expect(new Set(found.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size).toBe(found.length);
  });

  it('turns to the newest job whatever came before it: a late stop of an old job never stops it', async () => {
    const { pool, found } = open();
    let number = 0;
    const step = fc.constantFrom<'hard' | 'easy' | 'rest' | 'one' | 'three' | 'slow' | 'pause'>(
      ...(['hard', 'hard', 'easy', 'rest', 'one', 'three', 'slow', 'pause'] as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const kind of steps) {
          if (kind === 'hard') pool.search(job(++number, NEVER));
          else if (kind === 'easy') pool.search(job(++number, 64n));
          else if (kind === 'rest') pool.rest();
          else if (kind === 'one') pool.setThreads(1);
          else if (kind === 'three') pool.setThreads(3);
          else if (kind === 'slow') pool.setIntensity(60);
          else await pause(3);
        }
        const last = ++number;
        pool.search(job(last, 64n));
        await until(`job ${last}`, () => found.some((seal) => seal.job === last));
        pool.setIntensity(100);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('leaves off within moments when it is told to rest, and counts every hash in its thread for ever', async () => {
    const { pool } = open();
    pool.search(job(1, NEVER));
    await until('both search', () => pool.threads().every(({ hashes, state }) => state === 'searching' && hashes > 0));
    pool.rest();
    await until('both rest', () => pool.threads().every(({ state }) => state === 'resting'));
    const rested = hashesOf(pool);
    await pause(50);
    expect(hashesOf(pool)).toBe(rested);
    pool.search(job(2, NEVER));
    await until('they go on', () => hashesOf(pool) > rested);
  });

  it('takes on and lets go threads while it runs, down to none', async () => {
    const { pool, restarts, states } = open({ threads: 0 });
    const slots = (): number[] => pool.threads().map(({ slot }) => slot);
    pool.search(job(1, NEVER));
    expect([slots(), pool.dataset().state]).toEqual([[], 'none']);
    for (const count of [2, 1, 3, 0, 1]) {
      pool.setThreads(count);
      expect(slots()).toEqual(Array.from({ length: count }, (_, slot) => slot));
      await until(`${count} search`, () => pool.threads().every(({ state }) => state === 'searching'));
      const before = hashesOf(pool);
      if (count > 0) await until('they try nonces', () => hashesOf(pool) > before);
    }
    expect(restarts).toEqual([]);
    // The dataset was made once.
    expect(states.filter(({ state }) => state === 'ready')).toHaveLength(1);
    expect(() => pool.setThreads(100_000)).toThrowError(expect.objectContaining({ code: 'SEARCH_THREADS_LIMIT' }));
    expect(() => pool.setThreads(-1)).toThrowError(expect.objectContaining({ code: 'SEARCH_THREADS_LIMIT' }));
  });

  it('works only its share of the time', async () => {
    const { pool } = open({ threads: 1 });
    pool.search(job(1, NEVER));
    await until('it searches', () => hashesOf(pool) > 50_000);
    const inWindow = async (): Promise<number> => {
      await pause(100);
      const before = hashesOf(pool);
      await pause(300);
      return hashesOf(pool) - before;
    };
    const full = await inWindow();
    pool.setIntensity(5);
    expect(await inWindow()).toBeLessThan(full / 2);
  });

  it('starts a thread again that died, and says so', async () => {
    const started: Worker[] = [];
    const onWorker = (worker: Worker): void => void started.push(worker);
    process.on('worker', onWorker);
    endings.push(() => void process.off('worker', onWorker));
    const { pool, restarts, found } = open({ threads: 1 });
    pool.search(job(1, NEVER));
    await until('it searches', () => hashesOf(pool) > 0);
    const before = hashesOf(pool);
    await started[0]?.terminate();
    expect(restarts).toEqual([{ slot: 0, reason: 'ended' }]);
    expect(pool.threads()[0]?.state).toBe('starting');
    await until('it searches again', () => hashesOf(pool) > before);
    pool.search(job(2, 64n));
    await until('it finds', () => found.length > 0);
  });

  it('cannot search an epoch that there is no memory for, says why, and goes on with one that there is', async () => {
    const { pool, found } = open({ sizes: { mode: 'standard' }, datasetDir: temporaryFolder() });
    expect(() => pool.search(job(1, 64n, 30_000n * 1000n))).toThrowError(expect.objectContaining({ code: 'ETHASH_MEMORY' }));
    expect(pool.dataset()).toEqual({ state: 'none' });
    expect(found).toEqual([]);
  });
});

describe('a dataset that is kept', () => {
  it('is shown as it grows, taken up again where it was left, and read back at the next start', async () => {
    const datasetDir = temporaryFolder();
    const first = open({ sizes: KEPT, datasetDir, intensityPercent: 50 });
    first.pool.search(job(1, NEVER));
    await until('a part is there', () => (first.pool.dataset().doneBytes ?? 0) > 3 * 2 ** 20);
    await first.pool.close();

    const second = open({ sizes: KEPT, datasetDir });
    second.pool.search(job(1, 64n));
    await until('it is found', () => second.found.length > 0);
    const ready = second.pool.dataset();
    expect(ready).toMatchObject({ state: 'ready', epoch: 0, bytes: KEPT.datasetBytes, doneBytes: KEPT.datasetBytes, keptOnDisk: true });
    expect(ready.readBytes).toBeGreaterThanOrEqual(3 * 2 ** 20);
    const done = second.states.map(({ doneBytes }) => doneBytes ?? 0);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(second.states.at(-1)).toMatchObject({ state: 'ready' });
    await second.pool.close();

    const third = open({ sizes: KEPT, datasetDir });
    third.pool.search(job(1, NEVER));
    await until('it is ready', () => third.pool.dataset().state === 'ready');
    expect(third.pool.dataset().readBytes).toBe(KEPT.datasetBytes);
  });

  it('is shared by nodes that make it at the same time', async () => {
    const datasetDir = temporaryFolder();
    const pools = [open({ sizes: KEPT, datasetDir, threads: 1 }), open({ sizes: KEPT, datasetDir, threads: 1 })];
    const ethash = createEthash(KEPT);
    endings.push(() => ethash.close());
    for (const { pool } of pools) pool.search(job(1, 64n));
    for (const { pool, found } of pools) {
      await until('it is found', () => found.length > 0);
      const [{ nonce, mixHash }] = found as [FoundSeal];
      expect(await ethash.verify({ ...job(1, 64n), nonce, mixHash })).toBe(true);
      expect(pool.dataset()).toMatchObject({ state: 'ready', keptOnDisk: true });
    }
    expect(isWhole(datasetDir, 0)).toBe(true);
  });

  it('is whole although threads die while they make it', async () => {
    const started: Worker[] = [];
    const onWorker = (worker: Worker): void => void started.push(worker);
    process.on('worker', onWorker);
    endings.push(() => void process.off('worker', onWorker));
    const { pool, found, restarts } = open({ sizes: KEPT, datasetDir: temporaryFolder(), intensityPercent: 50 });
    pool.search(job(1, 64n));
    await until('a part is there', () => (pool.dataset().doneBytes ?? 0) > 2 ** 20);
    await Promise.all(started.map((worker) => worker.terminate()));
    await until('it is found', () => found.length > 0);
    expect(restarts).toHaveLength(2);
    const ethash = createEthash(KEPT);
    endings.push(() => ethash.close());
    const [{ nonce, mixHash }] = found as [FoundSeal];
    expect(await ethash.verify({ ...job(1, 64n), nonce, mixHash })).toBe(true);
  });

  it('of the next epoch is on disk before it begins, and serves its first block', { timeout: 90_000 }, async () => {
    const datasetDir = temporaryFolder();
    const { pool, found } = open({ sizes: KEPT, datasetDir });
    pool.search(job(1, 64n, 100n));
    await until('epoch 0 is found', () => found.length > 0);
    expect(readdirSync(datasetDir).some((name) => name.startsWith('dataset-1-'))).toBe(false);
    pool.search(job(2, NEVER, 29_000n));
    pool.setIntensity(10);
    await until('the next is on disk', () => isWhole(datasetDir, 1), 60_000, 200);
    pool.setIntensity(100);
    pool.search(job(3, 64n, 30_000n));
    await until('epoch 1 is found', () => found.some((seal) => seal.job === 3));
    expect(pool.dataset()).toMatchObject({ state: 'ready', epoch: 1, readBytes: KEPT.datasetBytes });
    const ethash = createEthash(KEPT);
    endings.push(() => ethash.close());
    for (const { job: number, nonce, mixHash } of found.filter((seal) => seal.job !== 2)) {
      const work = job(number, 64n, number === 1 ? 100n : 30_000n);
      expect(await ethash.verify({ ...work, nonce, mixHash })).toBe(true);
    }
  });

  it('that cannot be kept is said once, and mined from memory', async () => {
    const refused: string[] = [];
    const { pool, found } = open({
      ...{ sizes: KEPT, datasetDir: '/dev/null/ethash' },
      onDatasetNotKept: ({ code, facts }) => refused.push(`${code} ${facts['reason']}`),
    });
    pool.search(job(1, 64n));
    await until('it is found', () => found.length > 0);
    expect(refused).toEqual(['DATASET_NOT_KEPT ENOTDIR']);
    expect(pool.dataset()).toMatchObject({ state: 'ready', keptOnDisk: false });
  });
});

describe('the watchdog', () => {
  it('finds a thread that has tried nothing for more than ten looks, and no other', () => {
    const hashes = [0, 0, 0];
    const states = ['searching', 'searching', 'resting'] as const;
    const watchdog = createWatchdog({ hashes: (slot) => hashes[slot] ?? 0, state: (slot) => states[slot] ?? 'resting' });
    const looks: number[][] = [];
    for (let look = 0; look < 25; look++) {
      hashes[1] = look;
      looks.push(watchdog.look([0, 1, 2]));
    }
    // Those that do not get beyond starting are given two minutes: the next thread may be waiting for its turn.
    const starting = createWatchdog({ hashes: () => 0, state: (slot) => (slot === 0 ? 'starting' : 'preparing') });
    const tired = Array.from({ length: 130 }, (_, look) => (starting.look([0, 1]).length > 0 ? look : undefined));
    expect(tired.filter((look) => look !== undefined)).toEqual([121]);
    const stalled = looks.flatMap((slots, look) => (slots.length > 0 ? [[look, slots]] : []));
    expect(stalled).toEqual([
      [11, [0]],
      [22, [0]],
    ]);
  });
});
