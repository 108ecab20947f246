import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSpec } from '@medrec/miner/execution';
import { composeNode, type Node, parseNodeOptions } from '@medrec/miner/node';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { devnetPreset, writeChainSpec } from '@medrec/shared/chain';
import { createJsonRpc } from '@medrec/shared/client';
import type { MedrecError } from '@medrec/shared/errors';
import { silentLogger } from '@medrec/shared/log';
import { encryptionKeyPairOf, readOrCreateKeystore } from '@medrec/shared/signing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

// What would be lost: the wiring. Rooms that pass their own tests may still not make a node.

const ACCOUNT_PATH = "m/44'/60'/0'/0/0";
let dir: string;
const nodes: Node[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-node-'));
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  await rm(dir, { recursive: true });
});

async function identity(folder: string): Promise<{ address: Hex; commitment: Hex; encryptionKey: Hex; host: string }> {
  const account = (await readOrCreateKeystore(join(dir, folder, 'keystore.json'))).derivePath(ACCOUNT_PATH);
  const encryptionKey = encryptionKeyPairOf(account.privateKey as Hex).publicKey;
  return { address: account.address as Hex, commitment: bytesToHex(new Uint8Array(32).fill(folder.length)), encryptionKey, host: '' };
}

async function writeSpec(): Promise<string> {
  const budget = { minimumCohort: 5, lifetimeMicroRho: 1000, sliceMicroRho: 100, periodEpochs: 4, products: [] };
  const providers = [{ ...(await identity('hospital')), ...budget }];
  const medrec = {
    ...devnetPreset,
    version: 1 as const,
    recordRules: true,
    products: [],
    providers,
    labs: [await identity('lab')],
    forks: [],
  };
  const timestampSeconds = Math.floor(Date.now() / 1000) - 60;
  const spec = await createSpec({ chainId: 7777, config: medrec, timestampSeconds, difficulty: 2048n });
  const path = join(dir, 'spec.json');
  await writeChainSpec(path, spec);
  return path;
}

async function startNode(options: Record<string, unknown>): Promise<{ node: Node; rpc: string; p2p: readonly string[] }> {
  const node = await composeNode(parseNodeOptions(options), { log: silentLogger() });
  nodes.push(node);
  return { node, ...(await node.start()) };
}

const status = z.object({
  head: z.object({ number: z.string(), hash: z.string() }),
  peers: z.number(),
  sealer: z.object({ mining: z.boolean(), reason: z.string().nullable() }).nullable(),
});
const statusOf = (rpc: string): Promise<z.infer<typeof status>> => createJsonRpc(rpc, 5000).request('medrec_status', [], status);

describe('a node', () => {
  it('mines with a lab’s key, and a node without one follows it; both stop within five seconds', async () => {
    const spec = await writeSpec();
    const lab = await startNode({ dir: join(dir, 'lab'), spec, intensity: 50, claim: false });
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
    ] as const) {
      expect(() => parseNodeOptions({ dir: '/d', spec: '/s', ...wrong })).toThrowError(
        expect.objectContaining({ code: 'OPTION_INVALID', facts: expect.objectContaining({ option }) }) as MedrecError,
      );
    }
  });
});
