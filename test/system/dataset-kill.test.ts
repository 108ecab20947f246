// Goal: a miner killed with -9 at any moment while it makes its dataset leaves nothing from which a wrong hash could come,
// and its next start goes on from what is right.
//
// Method: a real `medrec-miner run` on a chain of its own, with a dataset of 32 MiB that is kept on disk, is killed again
// and again, each time when a little more is there, and sometimes at a random moment after that. After each kill every
// chunk of the file that its checksum vouches for must be what a dataset computed afresh has in that place. In the end it
// runs on, and the file as a whole, the blocks it sealed with it, and hashes on random nonces must be right.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKernelMemory, type EthashKernel, NODE_BYTES, openKernel, seedHash } from '@medrec/miner/ethash';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, readEndpoint, runOk, startProgram } from './support/processes.ts';
import { until } from './support/until.ts';

/** Prime numbers of rows and of pages. */
const SIZES = { cacheBytes: 64 * 16_381, datasetBytes: 128 * 262_139 };
const CHUNK_BYTES = 2 ** 20;
const CHUNKS = Math.ceil(SIZES.datasetBytes / CHUNK_BYTES);
const CHECKSUMS_AT = 4096;
const CONTENT_AT = 8192;
/** Chunks that are there when the process is killed; the last kill is where all that is missing is the end. */
const KILLS = [1, 6, 15, CHUNKS - 2];

let dir: string;
let file: string;
let running: Running | undefined;
let fresh: { readonly content: Buffer; readonly kernel: EthashKernel };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-dataset-kill-'));
  file = join(dir, 'ethash', `dataset-0-0000000000000000-${SIZES.datasetBytes}.ethash`);
  await Promise.all([
    runOk('medrec-census', ['init', '--dir', join(dir, 'hospital'), '--host', 'http://127.0.0.1']),
    runOk('medrec-miner', ['init', '--dir', join(dir, 'lab')]),
  ]);
  const participants = ['--provider', join(dir, 'hospital', 'participant.json'), '--lab', join(dir, 'lab', 'participant.json')];
  const settings = ['--set', `ethash=${JSON.stringify({ mode: 'fixed', ...SIZES })}`];
  const out = ['--chain-id', '515151', '--out', join(dir, 'spec.json')];
  await runOk('medrec-miner', ['spec', 'create', '--preset', 'devnet', ...participants, ...out, ...settings]);
  fresh = computeAfresh();
});
afterAll(async () => {
  await running?.stop('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

function computeAfresh(): typeof fresh {
  const memory = createKernelMemory({ sizes: SIZES, threads: 1, hasCache: true, itemBytes: SIZES.datasetBytes });
  const kernel = openKernel(memory, 0);
  kernel.fillCache(seedHash(0));
  kernel.fillItems(0, SIZES.datasetBytes / NODE_BYTES);
  return { kernel, content: Buffer.from(memory.memory.buffer, memory.itemsAt, SIZES.datasetBytes) };
}

async function start(): Promise<Running> {
  await rm(join(dir, 'lab', 'endpoint.json'), { force: true });
  const folders = ['--dir', join(dir, 'lab'), '--ethash-dir', join(dir, 'ethash'), '--spec', join(dir, 'spec.json')];
  running = startProgram('lab', 'medrec-miner', ['run', ...folders, '--threads', '2', '--intensity', '40', '--log-format', 'json']);
  return running;
}

/** The chunks whose checksum says that they are right. */
function vouchedFor(): number[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const identity = bytes.subarray(0, 80);
  return Array.from({ length: CHUNKS }, (_, chunk) => chunk).filter((chunk) => {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(chunk);
    const end = CONTENT_AT + Math.min((chunk + 1) * CHUNK_BYTES, SIZES.datasetBytes);
    const content = bytes.subarray(CONTENT_AT + chunk * CHUNK_BYTES, end);
    const checksum = createHash('sha256').update(identity).update(number).update(content).digest();
    const at = CHECKSUMS_AT + chunk * 32;
    return checksum.equals(bytes.subarray(at, at + 32));
  });
}

const written = (): number => {
  if (!existsSync(file)) return 0;
  const table = readFileSync(file).subarray(CHECKSUMS_AT, CHECKSUMS_AT + CHUNKS * 32);
  return Array.from({ length: CHUNKS }, (_, chunk) => table.subarray(chunk * 32, chunk * 32 + 32)).filter((sum) =>
    sum.some((byte) => byte !== 0),
  ).length;
};

let surviving: number[] = [];

it.each(KILLS)('killed when %i chunks are there: what the file vouches for is right, and stays', async (count) => {
  const lab = await start();
  await until(`${count} chunks are on disk`, async () => written() >= count || undefined, 60_000);
  await new Promise((resolve) => setTimeout(resolve, randomBytes(1).readUInt8() / 10));
  await lab.stop('SIGKILL');
  expect(lab.process.signalCode).toBe('SIGKILL');
  const vouched = vouchedFor();
  const bytes = readFileSync(file);
  for (const chunk of vouched) {
    const end = Math.min((chunk + 1) * CHUNK_BYTES, SIZES.datasetBytes);
    expect(
      bytes.subarray(CONTENT_AT + chunk * CHUNK_BYTES, CONTENT_AT + end).equals(fresh.content.subarray(chunk * CHUNK_BYTES, end)),
    ).toBe(true);
  }
  expect(vouched).toEqual(expect.arrayContaining(surviving));
  surviving = vouched;
});

it('and runs on in the end: the whole dataset is right, and so are the blocks sealed with it', async () => {
  const before = vouchedFor().length;
  expect(before).toBeGreaterThan(0);
  const lab = await start();
  await lab.line(({ fields }) => fields['event'] === 'chain.sealed');
  await readEndpoint(join(dir, 'lab'), lab);
  await lab.stop();
  expect(lab.process.exitCode).toBe(0);
  expect(vouchedFor()).toHaveLength(CHUNKS);
  const content = readFileSync(file).subarray(CONTENT_AT);
  expect(createHash('sha256').update(content).digest()).toEqual(createHash('sha256').update(fresh.content).digest());

  const memory = createKernelMemory({ sizes: SIZES, threads: 1, hasCache: true, itemBytes: SIZES.datasetBytes });
  new Uint8Array(memory.memory.buffer, memory.itemsAt).set(content);
  const kept = openKernel(memory, 0);
  for (let i = 0; i < 200; i++) {
    const [sealHash, nonce] = [randomBytes(32), randomBytes(8).readBigUInt64BE()];
    expect(kept.hashFull(sealHash, nonce)).toEqual(fresh.kernel.hashLight([{ sealHash, nonce }])[0]);
  }
});
