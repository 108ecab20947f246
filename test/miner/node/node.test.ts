import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeNode, type Node, parseNodeOptions } from '@medrec/miner/node';
import { createJsonRpc } from '@medrec/shared/client';
import type { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type StartedNode, startLabNode, writeLabSpec } from './lab-network.ts';

// What would be lost: the wiring. Rooms that pass their own tests may still not make a node.

let dir: string;
const nodes: Node[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-node-'));
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  await rm(dir, { recursive: true });
});

const writeSpec = (): Promise<string> => writeLabSpec(dir);
const startNode = (options: Record<string, unknown>): Promise<StartedNode> => startLabNode(options, nodes);

const status = z.object({
  head: z.object({ number: z.string(), hash: z.string() }),
  peers: z.number(),
  sealer: z.object({ mining: z.boolean(), reason: z.string().nullable() }).nullable(),
});
const statusOf = (rpc: string): Promise<z.infer<typeof status>> => createJsonRpc(rpc, 5000).request('medrec_status', [], status);

describe('a node', () => {
  it('mines with a lab’s key, and a node without one follows it; both stop within five seconds', async () => {
    const spec = await writeSpec();
    const lab = await startNode({ dir: join(dir, 'lab'), spec, threads: 1, intensity: 50, claim: false });
    const relay = await startNode({ dir: join(dir, 'relay'), spec, peer: lab.p2p });
    await vi.waitFor(async () => expect(Number((await statusOf(relay.rpc)).head.number)).toBeGreaterThan(2), {
      timeout: 20_000,
      interval: 200,
    });
    expect(await statusOf(lab.rpc)).toMatchObject({ peers: 1, sealer: { mining: true, reason: null } });
    expect((await statusOf(relay.rpc)).sealer).toBeNull();

    const ready = await fetch(`${relay.rpc}/readyz?minPeers=1&maxBlocksBehind=3`);
    expect([
      ready.status,
      (await fetch(`${relay.rpc}/readyz?minPeers=9`)).status,
      (await fetch(`${relay.rpc}/readyz?minPeers=x`)).status,
    ]).toEqual([200, 503, 400]);
    expect(await (await fetch(`${lab.rpc}/metrics`)).text()).toMatch(/^medrec_blocks_sealed_total\{outcome="canonical"\} [1-9]/m);
    expect((await stat(join(dir, 'lab', 'node-key'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(dir, 'lab', 'endpoint.json'), 'utf8'))).toMatchObject({ pid: process.pid, rpc: lab.rpc });

    const startedAt = Date.now();
    await Promise.all(nodes.splice(0).map((node) => node.stop()));
    expect(Date.now() - startedAt).toBeLessThan(5000);
    await expect(stat(join(dir, 'lab', 'endpoint.json'))).rejects.toThrow();
  }, 40_000);

  it('has work for outside miners while its dataset is made, and stops within five seconds all the same', async () => {
    // Large enough to take longer than the test.
    const spec = await writeLabSpec(dir, { ethash: { mode: 'fixed', cacheBytes: 16_776_896, datasetBytes: 1_073_739_904 } });
    const { rpc } = await startNode({ dir: join(dir, 'lab'), spec, threads: 1, claim: false, ethashDir: join(dir, 'ethash') });
    const { request } = createJsonRpc(rpc, 5000);
    const mining = z.object({ state: z.string(), dataset: z.object({ doneBytes: z.number().positive(), secondsLeft: z.number() }) });
    await vi.waitFor(async () => expect(await request('medrec_mining', [], mining)).toMatchObject({ state: 'preparing' }), {
      timeout: 20_000,
      interval: 200,
    });
    expect((await statusOf(rpc)).sealer?.reason).toMatch(/^the dataset of epoch 0 is being prepared, \d+ %, .+ left$/);
    expect(await request('eth_getWork', [], z.array(z.string()))).toHaveLength(4);
    const startedAt = Date.now();
    await Promise.all(nodes.splice(0).map((node) => node.stop()));
    expect(Date.now() - startedAt).toBeLessThan(5000);
  }, 40_000);

  it('says why it does not mine', async () => {
    const { rpc } = await startNode({ dir: join(dir, 'lab'), spec: await writeSpec(), mine: false, claim: false });
    expect((await statusOf(rpc)).sealer).toEqual({ mining: false, reason: 'mining is switched off (--no-mine)' });
  });

  it('refuses a folder that another node has open, and closes what it had opened when a port is taken', async () => {
    const spec = await writeSpec();
    const first = await startNode({ dir: join(dir, 'a'), spec });
    await expect(composeNode(parseNodeOptions({ dir: join(dir, 'a'), spec }), { log: silentLogger() })).rejects.toMatchObject({
      code: 'STORE_LOCKED',
    });
    const taken = await composeNode(parseNodeOptions({ dir: join(dir, 'b'), spec, rpcPort: Number(new URL(first.rpc).port) }), {
      log: silentLogger(),
    });
    await expect(taken.start()).rejects.toMatchObject({ code: 'RPC_PORT' });
    await startNode({ dir: join(dir, 'b'), spec });
  });

  it('does not take a damaged node key for a new one', async () => {
    const spec = await writeSpec();
    await writeFile(join(dir, 'lab', 'node-key'), 'AAAA');
    await expect(composeNode(parseNodeOptions({ dir: join(dir, 'lab'), spec }), { log: silentLogger() })).rejects.toMatchObject({
      code: 'NODE_KEY_INVALID',
    });
  });

  it('names a wrong option as the command line spells it', () => {
    for (const [wrong, option] of [
      [{ rpcPort: '70000' }, '--rpc-port'],
      [{ intensity: '0' }, '--intensity'],
      [{ peer: ['host:1'] }, '--peer'],
      [{ threads: '999' }, '--threads'],
      [{ stratumHost: '0.0.0.0' }, '--stratum-host'],
      [{ stratumDifficulty: '1000' }, '--stratum-difficulty'],
    ] as const) {
      expect(() => parseNodeOptions({ dir: '/d', spec: '/s', ...wrong })).toThrowError(
        expect.objectContaining({ code: 'OPTION_INVALID', facts: expect.objectContaining({ option }) }) as MedrecError,
      );
    }
  });
});
