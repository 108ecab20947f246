import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChainView, createCheckpointSigner } from '@medrec/census/publisher';
import type { Node } from '@medrec/miner/node';
import type { Hex } from '@medrec/shared/bytes';
import { CHECKPOINT_TYPES } from '@medrec/shared/checkpoints';
import { createJsonRpc, createNodeClient } from '@medrec/shared/client';
import { silentLogger } from '@medrec/shared/log';
import { ACCOUNT_PATH, medrecDomain, readOrCreateKeystore } from '@medrec/shared/signing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startLabNode, writeLabSpec } from './lab-network.ts';

// What would be lost: a hospital's signature has to find its way over its node's RPC and gossip into a certificate that its
// node, and the labs', hold on to. Rooms that pass their own tests may still not do that together.

let dir: string;
const nodes: Node[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-checkpoints-'));
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  await rm(dir, { recursive: true });
});

const statusSchema = z.object({
  checkpoints: z.object({ certified: z.object({ number: z.string(), canonical: z.boolean() }).nullable() }),
});
const certifiedAt = async (rpc: string): Promise<number> => {
  const { checkpoints } = await createJsonRpc(rpc, 5000).request('medrec_status', [], statusSchema);
  return checkpoints.certified?.canonical ? Number(checkpoints.certified.number) : 0;
};

it('a hospital signs what its node shows, and all nodes are bound to it, also after a restart', async () => {
  const spec = await writeLabSpec(dir, { checkpointInterval: 3 });
  const lab = await startLabNode({ dir: join(dir, 'lab'), spec, threads: 1, intensity: 50, claim: false }, nodes);
  const relay = await startLabNode({ dir: join(dir, 'relay'), spec, peer: lab.p2p }, nodes);
  const client = createNodeClient({ url: relay.rpc });
  const chain = await createChainView(client);
  const wallet = (await readOrCreateKeystore(join(dir, 'hospital', 'keystore.json'))).derivePath(ACCOUNT_PATH);
  const memory = new Map<string, unknown>();
  const signer = createCheckpointSigner({
    chain,
    account: wallet.address.toLowerCase() as Hex,
    sign: async (message) => (await wallet.signTypedData(medrecDomain(chain.chainId, chain.genesisHash), CHECKPOINT_TYPES, message)) as Hex,
    memory: { get: async (key) => memory.get(key), put: async (key, value) => void memory.set(key, value) },
    log: silentLogger(),
  });
  const atLeast = (rpc: string, number: number): Promise<void> =>
    vi.waitFor(
      async () => {
        await signer.turn();
        expect(await certifiedAt(rpc)).toBeGreaterThanOrEqual(number);
      },
      { timeout: 25_000, interval: 200 },
    );
  await atLeast(relay.rpc, 3);
  await atLeast(lab.rpc, 6);
  expect(await (await fetch(`${lab.rpc}/metrics`)).text()).toMatch(/^medrec_checkpoint_conflict 0$/m);
  client.close();
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  const again = await startLabNode({ dir: join(dir, 'lab'), spec, mine: false }, nodes);
  expect(await certifiedAt(again.rpc)).toBeGreaterThanOrEqual(6);
}, 60_000);
