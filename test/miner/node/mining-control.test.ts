import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Node } from '@medrec/miner/node';
import { createJsonRpc } from '@medrec/shared/client';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startLabNode, writeLabSpec } from './lab-network.ts';

// What would be lost: an operator could not change a running miner, or anyone on the machine could.

const MAIN = join(import.meta.dirname, '../../../packages/miner/src/cli/main.ts');
const TIMEOUT_MS = 10_000;
const run = promisify(execFile);
const cli = async (...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> =>
  run(process.execPath, [MAIN, ...args]).then(
    (done) => ({ ...done, code: 0 }),
    (failed: { stdout: string; stderr: string; code: number }) => failed,
  );

const mining = z
  .object({
    mining: z.boolean(),
    reason: z.string().nullable(),
    state: z.string(),
    threads: z.number(),
    intensityPercent: z.number(),
    byThread: z.array(z.object({ slot: z.number(), hashes: z.number() })),
    hashes: z.number(),
    blocks: z.object({ sealed: z.number(), refused: z.number() }),
  })
  .nullable();

let dir: string;
let spec: string;
let lab: string;
const nodes: Node[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-control-'));
  spec = await writeLabSpec(dir);
  lab = join(dir, 'lab');
});
afterAll(() => rm(dir, { recursive: true }));
afterEach(() => Promise.all(nodes.splice(0).map((node) => node.stop())));

const show = (rpc: string): Promise<z.infer<typeof mining>> => createJsonRpc(rpc, TIMEOUT_MS).request('medrec_mining', [], mining);
const token = async (): Promise<string> => (await readFile(join(lab, 'admin-token'), 'utf8')).trim();
const admin = async (rpc: string, method: string, params: unknown[] = []): Promise<boolean> =>
  createJsonRpc(rpc, TIMEOUT_MS, await token()).request(method, params, z.boolean());

describe('the mining of a running node', () => {
  let rpc: string;
  beforeEach(async () => {
    ({ rpc } = await startLabNode({ dir: lab, spec, threads: 1, intensity: 50, claim: false }, nodes));
    await vi.waitFor(async () => expect((await show(rpc))?.blocks.sealed).toBeGreaterThan(0), { timeout: 20_000, interval: 100 });
  });

  it('is changed by who shows the admin token', async () => {
    expect((await stat(join(lab, 'admin-token'))).mode & 0o777).toBe(0o600);
    expect(await admin(rpc, 'miner_setThreads', [2])).toBe(true);
    expect(await admin(rpc, 'miner_setIntensity', [30])).toBe(true);
    expect(await show(rpc)).toMatchObject({ mining: true, threads: 2, intensityPercent: 30, byThread: [{ slot: 0 }, { slot: 1 }] });

    expect(await admin(rpc, 'miner_stop')).toBe(true);
    const stopped = await show(rpc);
    expect(stopped).toMatchObject({ mining: false, state: 'stopped', reason: 'mining was stopped by the operator', byThread: [] });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await show(rpc))?.blocks).toEqual(stopped?.blocks);

    expect(await admin(rpc, 'miner_start')).toBe(true);
    await vi.waitFor(async () => expect((await show(rpc))?.blocks.sealed).toBeGreaterThan(stopped?.blocks.sealed ?? 0), {
      timeout: 20_000,
      interval: 100,
    });
    expect((await show(rpc))?.hashes).toBeGreaterThan(stopped?.hashes ?? 0);

    expect(await admin(rpc, 'miner_setThreads', [0])).toBe(true);
    await vi.waitFor(async () => expect(await show(rpc)).toMatchObject({ mining: true, state: 'sealing', byThread: [] }), {
      timeout: 5000,
    });
  }, 60_000);

  it('is closed to everybody else, whatever they send', async () => {
    const right = await token();
    const before = await show(rpc);
    const ask = async (authorization: string | undefined): Promise<unknown> => {
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
      const body = '{"jsonrpc":"2.0","id":1,"method":"miner_stop","params":[]}';
      return (await fetch(rpc, { method: 'POST', headers, body })).json();
    };
    const refused = { error: { code: -32011, data: { code: 'RPC_UNAUTHORISED', facts: { method: 'miner_stop' } } } };
    const near = [right.slice(1), `${right}0`, right.toUpperCase().replace(/^./, 'g'), '', 'undefined', `${right},${right}`];
    for (const shown of [undefined, right, `Basic ${right}`, ...near.map((guess) => `Bearer ${guess}`)]) {
      expect(await ask(shown)).toMatchObject(refused);
    }
    const printable = fc.string({ maxLength: 200 }).map((text) => text.replace(/[^ -~]/g, '').trim());
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        expect(await ask(`Bearer ${text}`)).toMatchObject(refused);
      }),
      { numRuns: 30 },
    );
    const batch = '[{"jsonrpc":"2.0","id":1,"method":"miner_setThreads","params":[9]},{"jsonrpc":"2.0","id":2,"method":"eth_mining"}]';
    const answers: unknown = await (
      await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body: batch })
    ).json();
    expect(answers).toMatchObject([
      { id: 1, error: { code: -32011 } },
      { id: 2, result: true },
    ]);
    const socket = new WebSocket(rpc.replace('http', 'ws'));
    const answer = await new Promise<string>((resolve) => {
      socket.onopen = () => socket.send('{"jsonrpc":"2.0","id":1,"method":"miner_stop"}');
      socket.onmessage = ({ data }) => resolve(String(data));
    });
    socket.close();
    expect(JSON.parse(answer)).toMatchObject(refused);
    expect(await show(rpc)).toMatchObject({ mining: true, threads: before?.threads });
    for (const [method, params] of [
      ['miner_setThreads', [-1]],
      ['miner_setThreads', [1.5]],
      ['miner_setThreads', [Math.max(16, 4 * availableParallelism()) + 1]],
      ['miner_setThreads', ['2']],
      ['miner_setThreads', []],
      ['miner_setIntensity', [0]],
      ['miner_setIntensity', [101]],
    ] as const) {
      await expect(admin(rpc, method, [...params])).rejects.toMatchObject({
        code: 'RPC_REFUSED',
        facts: { nodeCode: 'RPC_INVALID_PARAMS' },
      });
    }
  }, 40_000);

  it('is shown and changed by the command line', async () => {
    const changed = await cli('mining', 'intensity', '40', '--dir', lab, '--json');
    expect(changed.code).toBe(0);
    expect(JSON.parse(changed.stdout)).toMatchObject({ intensityPercent: 40, threads: 1 });
    const shown = await cli('mining', '--dir', lab);
    expect(shown.stdout).toMatch(/^mining {4}yes, .* by|^mining {4}yes, .*1 thread at 40 %$/m);
    expect(shown.stdout).toMatch(/^blocks {4}[1-9]\d* sealed, \d+ side, 0 replaced, 0 refused$/m);
    expect(shown.stdout).toMatch(/^thread +state +10 s +60 s +15 min +max$/m);
    expect((await cli('status', '--dir', lab)).stdout).toMatch(/^ {2}luck {6}\d+ % over the last (\d+ blocks|block)/m);
    const metrics = await (await fetch(`${rpc}/metrics`)).text();
    for (const series of [
      /^medrec_hash_rate\{thread="0"\} \d/m,
      /^medrec_hashes_total [1-9]/m,
      /^medrec_blocks_expected_total [\d.]+/m,
      /^medrec_own_blocks\{place="sealed"\} [1-9]/m,
      /^medrec_search_thread_restarts_total 0/m,
      /^medrec_dataset_ready 1/m,
      /^medrec_dataset_stalled 0/m,
      /^medrec_round_effort [\d.]+/m,
      /^medrec_hash_rate_zero 0/m,
    ])
      expect(metrics).toMatch(series);
    const wrong = await cli('mining', 'threads', 'many', '--dir', lab, '--json');
    expect([wrong.code, JSON.parse(wrong.stderr)]).toMatchObject([1, { error: { code: 'OPTION_INVALID' } }]);
    const tokenless = await cli('mining', 'stop', '--dir', lab, '--token-file', join(dir, 'none'), '--json');
    expect([tokenless.code, JSON.parse(tokenless.stderr)]).toMatchObject([1, { error: { code: 'ADMIN_TOKEN_MISSING' } }]);
  }, 60_000);
});

describe('a node', () => {
  it('that was told not to mine begins when it is told to', async () => {
    const { rpc } = await startLabNode({ dir: lab, spec, mine: false, claim: false, threads: 1 }, nodes);
    expect(await show(rpc)).toMatchObject({ mining: false, reason: 'mining is switched off (--no-mine)' });
    await admin(rpc, 'miner_start');
    await vi.waitFor(async () => expect(await show(rpc)).toMatchObject({ blocks: { sealed: expect.any(Number) }, mining: true }), {
      timeout: 20_000,
      interval: 100,
    });
  }, 30_000);

  it('without a lab’s key has no mining to change', async () => {
    const relay = join(dir, 'relay');
    const { rpc } = await startLabNode({ dir: relay, spec }, nodes);
    expect(await show(rpc)).toBeNull();
    const key = (await readFile(join(relay, 'admin-token'), 'utf8')).trim();
    await expect(createJsonRpc(rpc, TIMEOUT_MS, key).request('miner_start', [], z.boolean())).rejects.toMatchObject({
      facts: { nodeCode: 'MINER_NO_KEY' },
    });
  });

  it('keeps its admin token over restarts, and does not start with one that others can read or that is damaged', async () => {
    const folder = join(dir, 'relay');
    const path = join(folder, 'admin-token');
    const first = await readFile(path, 'utf8');
    await startLabNode({ dir: folder, spec }, nodes);
    expect(await readFile(path, 'utf8')).toBe(first);
    await Promise.all(nodes.splice(0).map((node) => node.stop()));
    await chmod(path, 0o644);
    await expect(startLabNode({ dir: folder, spec }, nodes)).rejects.toMatchObject({ code: 'ADMIN_TOKEN_OPEN' });
    await rm(path);
    await writeFile(path, 'short', { mode: 0o600 });
    await expect(startLabNode({ dir: folder, spec }, nodes)).rejects.toMatchObject({ code: 'ADMIN_TOKEN_INVALID' });
  });
});
