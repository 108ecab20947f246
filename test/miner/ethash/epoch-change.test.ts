import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { createKernelMemory, type FoundSeal, type KernelMemory, type MemoryPlan, type PoolClock } from '@medrec/miner/ethash';
import type { EthashSizes } from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { type Logger, silentLogger } from '@medrec/shared/log';
import { afterEach, describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../packages/miner/src/ethash/dataset/index.ts';
import { createAheadBuilder } from '../../../packages/miner/src/ethash/search/ahead.ts';
import { createSearchPool } from '../../../packages/miner/src/ethash/search/pool.ts';

// What would be lost: mining from a change of epochs on, where there is memory for one dataset and not for two; and the node itself, if
// what is only done ahead of time could throw in an event handler.

/** Just too large to be made at once: kept on disk, seventeen chunks. */
const KEPT: EthashSizes = { mode: 'fixed', cacheBytes: 16_064, datasetBytes: 17 * 2 ** 20 };
const SLOTS = 64;

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'medrec-epoch-'));
  endings.push(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** All workers that this process starts from now on. */
function watchWorkers(): { readonly started: Worker[]; readonly gone: Set<Worker> } {
  const [started, gone]: [Worker[], Set<Worker>] = [[], new Set()];
  const onWorker = (worker: Worker): void => {
    started.push(worker);
    worker.once('exit', () => gone.add(worker));
  };
  process.on('worker', onWorker);
  endings.push(() => void process.off('worker', onWorker));
  return { started, gone };
}

function logTo(codes: unknown[]): Logger {
  const take = (fields: { code?: unknown }) => void codes.push(fields.code);
  return Object.assign(silentLogger(), { warn: take, error: take });
}

function openPool(createMemory: (plan: MemoryPlan) => KernelMemory, log: Logger = silentLogger(), clock?: PoolClock) {
  const found: FoundSeal[] = [];
  const pool = createSearchPool(
    {
      ...{ sizes: KEPT, threads: 2, intensityPercent: 100, log, datasetDir: temporaryFolder() },
      ...(clock === undefined ? {} : { clock }),
      onFound: (seal) => found.push(seal),
      onRestart: () => undefined,
    },
    createMemory,
  );
  endings.push(() => pool.close());
  const seek = (job: number, blockNumber: bigint, difficulty = 64n): void =>
    pool.search({ job, blockNumber, difficulty, sealHash: new Uint8Array(32).fill(job) });
  const isFound = (job: number) => (): boolean => found.some((seal) => seal.job === job);
  return { pool, seek, isFound };
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const startedMs = performance.now();
  while (!isTrue()) {
    if (performance.now() - startedMs > 25_000) throw new RangeError(`not within 25 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function refusal(): MedrecError {
  return new MedrecError({ code: 'ETHASH_MEMORY', message: 'There is not enough memory left for Ethash.', facts: {} });
}

describe('a change of epochs', () => {
  it('takes new memory only when no thread and nothing here holds the old', { timeout: 60_000 }, async () => {
    const workers = watchWorkers();
    let last: WeakRef<WebAssembly.Memory> | undefined;
    let threads = 0;
    const holders: unknown[] = [];
    const codes: unknown[] = [];
    const { seek, isFound } = openPool((plan) => {
      holders.push([last?.deref() !== undefined, workers.started.slice(0, threads).filter((worker) => !workers.gone.has(worker)).length]);
      const made = createKernelMemory(plan);
      last = new WeakRef(made.memory);
      return made;
    }, logTo(codes));
    seek(1, 1n);
    await until('epoch 0 is found', isFound(1));
    threads = workers.started.length;
    expect(threads).toBe(2);
    seek(2, 30_000n, 2n ** 250n);
    // Newer work while the old threads leave takes the place of what was waiting.
    seek(3, 30_001n);
    await until('epoch 1 is found', isFound(3));
    expect(holders).toEqual([
      [false, 0],
      [false, 0],
    ]);
    expect(codes).toEqual([]);
    // Back again, as when a branch ends just before it.
    seek(4, 29_999n);
    await until('epoch 0 is found again', isFound(4));
  });

  it('without memory is logged when it is found out, thrown at the next job, and over when there is some', {
    timeout: 60_000,
  }, async () => {
    let hasRoom = true;
    const codes: unknown[] = [];
    const { pool, seek, isFound } = openPool((plan) => {
      if (!hasRoom) throw refusal();
      return createKernelMemory(plan);
    }, logTo(codes));
    seek(1, 1n);
    await until('epoch 0 is found', isFound(1));
    hasRoom = false;
    seek(2, 30_000n);
    await until('it is logged', () => codes.length > 0);
    expect(codes).toEqual(['ETHASH_MEMORY']);
    expect(() => seek(3, 30_001n)).toThrowError(expect.objectContaining({ code: 'ETHASH_MEMORY' }));
    expect(pool.dataset()).toEqual({ state: 'none' });
    hasRoom = true;
    seek(4, 30_002n);
    await until('epoch 1 is found', isFound(4));
  });
});

describe('the dataset ahead', () => {
  it('that cannot be begun is logged, and mining goes on', { timeout: 60_000 }, async () => {
    const codes: unknown[] = [];
    const { seek, isFound } = openPool((plan) => {
      if (plan.itemBytes === CHUNK_BYTES) throw refusal();
      return createKernelMemory(plan);
    }, logTo(codes));
    // The first is begun ahead by a thread's message, the second by an order.
    for (const job of [1, 2]) {
      seek(job, 29_000n);
      await until(`job ${job} is found`, isFound(job));
    }
    expect(codes).toEqual(['DATASET_AHEAD_FAILED']);
  });

  it('is tried again after ten minutes, and begun once', { timeout: 60_000 }, async () => {
    const { started } = watchWorkers();
    const codes: unknown[] = [];
    let nowMs = 0;
    let tries = 0;
    const ahead = createAheadBuilder({
      ...{ sizes: KEPT, dir: temporaryFolder(), log: logTo(codes), slots: SLOTS, nowMs: () => nowMs },
      createMemory: (plan) => {
        if (++tries < 3) throw refusal();
        return createKernelMemory(plan);
      },
    });
    endings.push(() => ahead.stop());
    const triesAfter = [0, 599_999, 1, 600_000, 600_000].map((elapsedMs) => {
      nowMs += elapsedMs;
      ahead.build(1);
      return tries;
    });
    expect(triesAfter).toEqual([1, 1, 2, 3, 3]);
    await until('it is begun', () => started.length > 0);
    expect(codes).toEqual(['DATASET_AHEAD_FAILED', 'DATASET_AHEAD_FAILED']);
  });

  it('is not built for an epoch that no kernel can mine, and that is said once', () => {
    const codes: unknown[] = [];
    const ahead = createAheadBuilder({
      ...{ sizes: { mode: 'standard' }, dir: '/nowhere', log: logTo(codes), slots: SLOTS, nowMs: () => 0 },
      createMemory: () => {
        throw new RangeError('no memory is to be taken');
      },
    });
    ahead.build(377);
    ahead.build(377);
    expect(codes).toEqual(['ETHASH_MEMORY']);
  });
});

describe('a preparation that stands still', () => {
  it('is said once, shown in the state, and said again when it goes on', { timeout: 60_000 }, async () => {
    const codes: unknown[] = [];
    let look = (): void => undefined;
    // Looks come when the test wants them; a thread needs some milliseconds to start, so that these find none.
    const clock: PoolClock = {
      nowMs: () => 0,
      after: (delayMs, run) => {
        if (delayMs === 1000) look = run;
        return () => undefined;
      },
    };
    const { pool, seek, isFound } = openPool(createKernelMemory, logTo(codes), clock);
    const looks = (count: number): void => {
      for (let i = 0; i < count; i++) look();
    };
    seek(1, 1n, 1n);
    looks(30);
    expect([codes, pool.dataset().isStalled]).toEqual([[], false]);
    looks(40);
    expect([codes, pool.dataset().isStalled]).toEqual([['DATASET_STALLED'], true]);
    await until('a part is there', () => (pool.dataset().doneBytes ?? 0) > 0);
    const isStillPreparing = pool.dataset().state === 'preparing';
    looks(2);
    if (isStillPreparing) expect([codes, pool.dataset().isStalled]).toEqual([['DATASET_STALLED', undefined], false]);
    await until('it is found', isFound(1));
    expect(pool.dataset().isStalled).toBeUndefined();
  });
});
