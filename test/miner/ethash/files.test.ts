import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../packages/miner/src/ethash/dataset/index.ts';

// What would be lost: a search thread, for ever, to a folder that cannot be made; and datasets that others may read.

const root = mkdtempSync(join(tmpdir(), 'medrec-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILES_URL = new URL('../../../packages/miner/src/ethash/dataset/files.ts', import.meta.url).href;

/** On a thread of its own, since a call that never returns would hold the tests as well. */
function makeFolderElsewhere(dir: string): Promise<string> {
  const code = `import(${JSON.stringify(FILES_URL)}).then(({ diskFiles, systemCode }) => {
    const { parentPort, workerData } = require('node:worker_threads');
    try { diskFiles.makeFolder(workerData); parentPort.postMessage('made'); } catch (error) { parentPort.postMessage(systemCode(error)); }
  });`;
  const worker = new Worker(code, { eval: true, workerData: dir });
  const said = Promise.withResolvers<string>();
  const timer = setTimeout(() => said.resolve('no answer'), 8000);
  worker.once('message', said.resolve).once('error', said.reject);
  return said.promise.finally(() => clearTimeout(timer));
}

describe('a folder for datasets', () => {
  it('is made with its parents, for its owner alone, and once', () => {
    const dir = join(root, 'a', 'b', 'c');
    diskFiles.makeFolder(dir);
    diskFiles.makeFolder(dir);
    for (const made of [dir, join(root, 'a', 'b'), join(root, 'a')]) expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it.skipIf(!existsSync('/proc/self'))('that cannot be made is refused, and does not hold the thread', async () => {
    expect(await makeFolderElsewhere('/proc/ethash/inner')).toMatch(/^E[A-Z]+$/);
  });
});
