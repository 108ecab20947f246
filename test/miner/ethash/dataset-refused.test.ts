import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type DiskFiles, diskFiles } from '../../../packages/miner/src/ethash/dataset/index.ts';
import { prepare, SIZES } from './dataset-fixture.ts';

// What would be lost: an operator's time, when the advice does not fit the fault; and room on a disk that has none.

const root = mkdtempSync(join(tmpdir(), 'medrec-refused-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const DATASET = `dataset-0-0000000000000000-${SIZES.datasetBytes}.ethash`;

const failing = (code: string): Error => Object.assign(new TypeError(code), { code });

it('tells a path that is a plain file, a folder that may not be written and a full disk apart', () => {
  const file = join(root, 'plain');
  writeFileSync(file, 'in the way');
  const throwing = (code: string): DiskFiles => ({
    ...diskFiles,
    open: () => {
      throw failing(code);
    },
  });
  const remedies = [
    prepare(file).refusals,
    prepare(join(file, 'below')).refusals,
    prepare(join(root, 'a'), throwing('EEXIST')).refusals,
    prepare(join(root, 'b'), throwing('EROFS')).refusals,
    prepare(join(root, 'c'), throwing('ENOSPC')).refusals,
    prepare(join(root, 'd'), { ...diskFiles, freeBytes: () => 0 }).refusals,
    prepare(join(root, 'e'), throwing('EIO')).refusals,
  ].map((refusals) => refusals.map(({ remedy }) => remedy?.split(/[ ,]/).slice(0, 2).join(' ')));
  const expected = ['There is', 'There is', 'There is', 'Make the', 'Free some', 'Free some', 'Look at'];
  expect(remedies).toEqual(expected.map((start) => [start]));
});

it('leaves no empty file behind when there is no room to begin', () => {
  const dir = join(root, 'full');
  prepare(dir, { ...diskFiles, freeBytes: () => 0 });
  expect(readdirSync(dir)).toEqual([]);
});

it('leaves a file alone that has something in it, though there is no room for more', () => {
  const dir = join(root, 'short');
  prepare(dir);
  const whole = diskFiles.open(join(dir, DATASET), false);
  diskFiles.resize(whole, 100);
  diskFiles.close(whole);
  prepare(dir, { ...diskFiles, freeBytes: () => 0 });
  expect(readdirSync(dir)).toContain(DATASET);
});

it.each([0, 1, 2, 3])('leaves no file behind on a disk that is full at write %i, not the cache’s either', (limit) => {
  const dir = join(root, `write-${limit}`);
  let writes = 0;
  const write: DiskFiles['write'] = (file, bytes, position) => {
    if (++writes > limit) throw failing('ENOSPC');
    diskFiles.write(file, bytes, position);
  };
  prepare(dir, { ...diskFiles, write });
  const left = readdirSync(dir);
  // The cache comes first, in three writes: header, content, checksum.
  expect(left.filter((name) => limit < 3 || !name.startsWith('cache-'))).toEqual([]);
});
