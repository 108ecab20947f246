import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKernel, seedHash } from '@medrec/miner/ethash';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DiskFiles,
  diskFiles,
  openPreparation,
  openTaskBoard,
  sweepFolder,
} from '../../../packages/miner/src/ethash/dataset/index.ts';
import { contentOf, prepare, SIZES, taskFor } from './dataset-fixture.ts';

// What would be lost: a lab's blocks. One wrong item in a dataset gives hashes that look like work and are none, and nothing
// else would say so. And its start, if a file that is not right were computed anew as a whole.

const root = mkdtempSync(join(tmpdir(), 'medrec-dataset-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dir: string;
let folders = 0;
beforeEach(() => {
  dir = join(root, String(++folders));
});

const right = prepare(undefined).content;
const DATASET = `dataset-0-0000000000000000-${SIZES.datasetBytes}.ethash`;
const CACHE = `cache-0-0000000000000000-${SIZES.cacheBytes}.ethash`;
const CONTENT_AT = 8192;
const CHUNK = 2 ** 20;

describe('a dataset on disk', () => {
  it('is computed once, kept for its owner alone, and then read back whole', () => {
    const first = prepare(dir);
    expect(first).toMatchObject({ content: right, refusals: [], progress: { isDone: true, readBytes: 0, doneBytes: SIZES.datasetBytes } });
    expect(readdirSync(dir).toSorted()).toEqual([CACHE, DATASET]);
    expect(statSync(join(dir, DATASET)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const second = prepare(dir);
    expect(second).toMatchObject({ content: right, refusals: [], progress: { readBytes: SIZES.datasetBytes } });
  });

  it('has the form of its version: what changes it must count the version up', () => {
    prepare(dir);
    const header = readFileSync(join(dir, DATASET)).subarray(0, 4096);
    const fields = ['4d4544524543455401000000', '02000000', 'c03e000000000000', '8000240000000000', '00001000', '17000000'];
    expect(header.subarray(0, 40).toString('hex')).toBe(fields.join(''));
    expect(header.subarray(40).every((byte) => byte === 0)).toBe(true);
    expect(statSync(join(dir, DATASET)).size).toBe(CONTENT_AT + SIZES.datasetBytes);
  });

  it('holds the items themselves, and gives the hashes that the cache gives', () => {
    prepare(dir);
    const { memory } = prepare(dir);
    const kernel = openKernel(memory, 0);
    const other = taskFor(undefined);
    const light = openKernel(other.memory, 0);
    light.fillCache(seedHash(0));
    for (let nonce = 0n; nonce < 64n; nonce++) {
      const sealHash = new Uint8Array(32).fill(Number(nonce));
      expect(light.hashLight([{ sealHash, nonce }])[0]).toEqual(kernel.hashFull(sealHash, nonce));
    }
  });

  it('is another in another epoch, even at the same sizes', () => {
    const next = prepare(dir, diskFiles, 1);
    expect(next.content).not.toBe(right);
    expect(prepare(dir)).toMatchObject({ content: right, progress: { readBytes: 0 } });
    expect(prepare(dir, diskFiles, 1)).toMatchObject({ content: next.content, progress: { readBytes: SIZES.datasetBytes } });
  });
});

const at = fc.nat({ max: CONTENT_AT + SIZES.datasetBytes - 1 });
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flipped bit' as const), at, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut short' as const), at }),
  fc.record({ kind: fc.constant('zeroed range' as const), at, length: fc.integer({ min: 1, max: CHUNK }) }),
  fc.record({ kind: fc.constant('torn header' as const), at: fc.nat({ max: 79 }) }),
  fc.constant({ kind: 'other version' as const }),
  fc.constant({ kind: 'foreign file' as const }),
  fc.constant({ kind: 'longer' as const }),
  fc.constant({ kind: 'another epoch’s' as const }),
  fc.constant({ kind: 'another epoch’s under this header' as const }),
  fc.constant({ kind: 'chunks that changed places' as const }),
);

describe('a damaged file', () => {
  it('never gives a wrong hash, and is whole again after one start', () => {
    const model = join(root, 'model');
    prepare(model);
    prepare(model, diskFiles, 1);
    const good = readFileSync(join(model, DATASET));
    const nextName = readdirSync(model).find((name) => name.startsWith('dataset-1-')) ?? '';
    const next = readFileSync(join(model, nextName));
    const damaged = (how: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer => {
      const bytes = Buffer.from(good);
      if (how.kind === 'flipped bit') bytes[how.at] = (bytes[how.at] ?? 0) ^ (1 << how.bit);
      else if (how.kind === 'cut short') return bytes.subarray(0, how.at);
      else if (how.kind === 'zeroed range') bytes.fill(0, how.at, Math.min(bytes.length, how.at + how.length));
      else if (how.kind === 'torn header') bytes.fill(0, how.at, 80);
      else if (how.kind === 'other version') bytes[8] = 2;
      else if (how.kind === 'foreign file') return Buffer.from('%PDF-1.7 not ours at all');
      else if (how.kind === 'longer') return Buffer.concat([bytes, Buffer.alloc(5000, 1)]);
      else if (how.kind === 'another epoch’s') return next;
      else if (how.kind === 'another epoch’s under this header') return Buffer.concat([bytes.subarray(0, 4096), next.subarray(4096)]);
      else {
        good.copy(bytes, CONTENT_AT, CONTENT_AT + CHUNK, CONTENT_AT + 2 * CHUNK);
        good.copy(bytes, 4096, 4096 + 32, 4096 + 64);
      }
      return bytes;
    };
    fc.assert(
      fc.property(damage, (how) => {
        writeFileSync(join(model, DATASET), damaged(how));
        const repaired = prepare(model);
        expect(repaired).toMatchObject({ content: right, refusals: [] });
        expect(prepare(model)).toMatchObject({ content: right, progress: { readBytes: SIZES.datasetBytes } });
      }),
      { numRuns: 40 },
    );
  });

  it('costs only its wrong chunks', () => {
    prepare(dir);
    const bytes = readFileSync(join(dir, DATASET));
    bytes[CONTENT_AT + CHUNK + 5] = (bytes[CONTENT_AT + CHUNK + 5] ?? 0) ^ 1;
    writeFileSync(join(dir, DATASET), bytes);
    expect(prepare(dir)).toMatchObject({ content: right, progress: { readBytes: 2 * CHUNK } });
  });

  it('may be the cache’s', () => {
    prepare(dir);
    rmSync(join(dir, DATASET));
    truncateSync(join(dir, CACHE), 9000);
    expect(prepare(dir).content).toBe(right);
    const cache = readFileSync(join(dir, CACHE));
    rmSync(join(dir, DATASET));
    cache[CONTENT_AT + 7] = (cache[CONTENT_AT + 7] ?? 0) ^ 1;
    writeFileSync(join(dir, CACHE), cache);
    expect(prepare(dir).content).toBe(right);
    expect(statSync(join(dir, CACHE)).size).toBe(CONTENT_AT + SIZES.cacheBytes);
  });
});

const failing = (code: string): Error => Object.assign(new TypeError(code), { code });

/** The disk, but for what is replaced. */
const disk = (changes: Partial<DiskFiles>): DiskFiles => ({ ...diskFiles, ...changes });

describe('a disk that does not take it', () => {
  it.each([2, 3, 5, 7])('full at write %i: said once, the file is deleted, the dataset is whole in memory', (limit) => {
    let writes = 0;
    const write: DiskFiles['write'] = (file, bytes, position) => {
      if (++writes > limit) throw failing('ENOSPC');
      diskFiles.write(file, bytes, position);
    };
    const { content, refusals, progress } = prepare(dir, disk({ write }));
    expect(content).toBe(right);
    expect(refusals.map(({ code, facts }) => [code, facts['reason']])).toEqual([['DATASET_NOT_KEPT', 'ENOSPC']]);
    expect(progress.isNotKept).toBe(true);
    expect(readdirSync(dir)).not.toContain(DATASET);
  });

  it('nearly full: said before anything is written', () => {
    const { content, refusals } = prepare(dir, disk({ freeBytes: () => 64 * 2 ** 20 }));
    expect(content).toBe(right);
    expect(refusals.map(({ facts }) => facts['reason'])).toEqual(['DISK_NEARLY_FULL']);
    expect(refusals[0]?.facts).toMatchObject({ freeBytes: 64 * 2 ** 20, dir });
  });

  it('not to be written: said once; but what is there is read, and then nothing is said', () => {
    const open: DiskFiles['open'] = (path, isReadOnly) => {
      if (!isReadOnly) throw failing('EACCES');
      return diskFiles.open(path, true);
    };
    const refused = prepare(dir, disk({ open }));
    expect(refused).toMatchObject({ content: right, progress: { isNotKept: true } });
    expect(refused.refusals.map(({ facts }) => facts['reason'])).toEqual(['EACCES']);
    prepare(dir);
    expect(prepare(dir, disk({ open }))).toMatchObject({ content: right, refusals: [], progress: { readBytes: SIZES.datasetBytes } });
  });

  it('a folder that cannot be made', () => {
    writeFileSync(`${dir}-file`, 'in the way');
    const { content, refusals } = prepare(join(`${dir}-file`, 'ethash'));
    expect(content).toBe(right);
    expect(refusals.map(({ facts }) => facts['reason'])).toEqual(['ENOTDIR']);
  });

  it('with sectors that cannot be read', () => {
    prepare(dir);
    const read: DiskFiles['read'] = (file, into, position) => {
      if (position >= CONTENT_AT + CHUNK && position < CONTENT_AT + 2 * CHUNK) throw failing('EIO');
      return diskFiles.read(file, into, position);
    };
    expect(prepare(dir, disk({ read }))).toMatchObject({
      content: right,
      refusals: [],
      progress: { readBytes: 2 * CHUNK },
    });
  });

  it.skipIf(!canMount())('really full: a small file system of its own, which only root may mount', () => {
    mkdirSync(dir);
    mount(dir, '1536k');
    try {
      const { content, refusals } = prepare(dir, disk({ freeBytes: () => 2 ** 40 }));
      expect(content).toBe(right);
      expect(refusals.map(({ facts }) => facts['reason'])).toEqual(['ENOSPC']);
      expect(readdirSync(dir)).not.toContain(DATASET);
      expect(prepare(dir).refusals.map(({ facts }) => facts['reason'])).toEqual(['DISK_NEARLY_FULL']);
    } finally {
      unmount(dir);
    }
  });
});

describe('several threads', () => {
  it('share the chunks, and take over those of one that died', () => {
    const task = taskFor(dir, 0, 3);
    const board = openTaskBoard(task);
    // It dies with a chunk in its hands, before and after it was found missing, and with the cache half made.
    expect(board.claim(2)).toEqual({ chunk: 0, from: 'unread' });
    expect(board.cache(2)).toBe('mine');
    const threads = [0, 1].map((slot) =>
      openPreparation(task, { kernel: openKernel(task.memory, slot), slot, onNotKept: () => undefined }),
    );
    const step = () => threads.map((thread) => thread.step());
    for (let i = 0; i < 5; i++) step();
    expect(step()).toEqual(['waiting', 'waiting']);
    board.release(2);
    let outcomes = step();
    for (let i = 0; i < 10 && !outcomes.every((outcome) => outcome === 'done'); i++) outcomes = step();
    expect(outcomes).toEqual(['done', 'done']);
    expect(contentOf(task)).toBe(right);
    expect(board.progress()).toMatchObject({ isDone: true, doneBytes: SIZES.datasetBytes });
    for (const thread of threads) thread.close();
    expect(prepare(dir).progress.readBytes).toBe(SIZES.datasetBytes);
  });
});

describe('the folder', () => {
  it('is cleared of epochs that are over, of nothing in use, and of nothing that is not ours', async () => {
    mkdirSync(dir);
    const now = Date.now();
    const old = ['dataset-3-0123456789abcdef-1073739904.ethash', 'cache-9-0123456789abcdef-16776896.ethash'];
    const kept = [
      ...['dataset-5-0123456789abcdef-1.ethash', 'dataset-6-0123456789abcdef-1.ethash', 'cache-7-0123456789abcdef-1.ethash'],
      ...['dataset-3-0123456789abcdef-1.ethash.bak', 'dataset-x-0123456789abcdef-1.ethash', 'full-R23-0000000000000000', 'notes.txt'],
    ];
    const recent = 'dataset-2-0123456789abcdef-1.ethash';
    for (const name of [...old, ...kept, recent]) {
      writeFileSync(join(dir, name), 'x');
      const usedMs = name === recent ? now - 3_600_000 : now - 3 * 86_400_000;
      utimesSync(join(dir, name), usedMs / 1000, usedMs / 1000);
    }
    expect((await sweepFolder(dir, 6, now)).toSorted()).toEqual(old.toSorted());
    expect(readdirSync(dir).toSorted()).toEqual([...kept, recent].toSorted());
  });
});

function asRoot(tool: string, ...args: string[]): void {
  execFileSync(tool, args, { stdio: 'ignore' });
}

function mount(folder: string, size: string): void {
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
}

function unmount(folder: string): void {
  asRoot('umount', folder);
}

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'medrec-mount-'));
  try {
    mount(probe, '64k');
    unmount(probe);
    return true;
  } catch {
    // Only root may mount; the injected failures above show the same path.
    return false;
  } finally {
    rmSync(probe, { recursive: true });
  }
}
