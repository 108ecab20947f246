import { join } from 'node:path';
import { createSpec } from '@medrec/miner/execution';
import { composeNode, type Node, parseNodeOptions } from '@medrec/miner/node';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { devnetPreset, type SpecPreset, writeChainSpec } from '@medrec/shared/chain';
import { silentLogger } from '@medrec/shared/log';
import { ACCOUNT_PATH, encryptionKeyPairOf, readOrCreateKeystore } from '@medrec/shared/signing';

// A devnet in a temporary folder: one hospital, one lab that may mine.

async function identity(dir: string, folder: string): Promise<{ address: Hex; commitment: Hex; encryptionKey: Hex; host: string }> {
  const account = (await readOrCreateKeystore(join(dir, folder, 'keystore.json'))).derivePath(ACCOUNT_PATH);
  const encryptionKey = encryptionKeyPairOf(account.privateKey as Hex).publicKey;
  return { address: account.address as Hex, commitment: bytesToHex(new Uint8Array(32).fill(folder.length)), encryptionKey, host: '' };
}

/** Makes keystores in `hospital` and `lab`, and the spec that admits them. @returns the spec's file */
export async function writeLabSpec(dir: string, changes: Partial<SpecPreset> = {}): Promise<string> {
  const budget = { minimumCohort: 5, lifetimeMicroRho: 1000, sliceMicroRho: 100, periodEpochs: 4, products: [] };
  const providers = [{ ...(await identity(dir, 'hospital')), ...budget }];
  const medrec = {
    ...devnetPreset,
    ...changes,
    version: 1 as const,
    recordRules: true,
    products: [],
    providers,
    labs: [await identity(dir, 'lab')],
    forks: [],
  };
  const timestampSeconds = Math.floor(Date.now() / 1000) - 60;
  const spec = await createSpec({ chainId: 7777, config: medrec, timestampSeconds, difficulty: 2048n });
  const path = join(dir, 'spec.json');
  await writeChainSpec(path, spec);
  return path;
}

export interface StartedNode {
  readonly node: Node;
  readonly rpc: string;
  readonly p2p: readonly string[];
}

/** @param started what the caller stops at its end */
export async function startLabNode(options: Record<string, unknown>, started: Node[]): Promise<StartedNode> {
  const node = await composeNode(parseNodeOptions(options), { log: silentLogger() });
  started.push(node);
  return { node, ...(await node.start()) };
}
