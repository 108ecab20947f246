// Goal: how a node came by the chain makes no difference to what it says.
//
// Method: a lab mines a hospital's everyday, with offers that earn it releases. A second node fetches the chain from its
// genesis block, a third starts from a snapshot of the state. All three are asked the same questions about the same blocks:
// blocks, receipts, logs, budgets, what the lab has earned, and proofs against the state root.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { CENSUS_ADDRESS, REGISTRAR_ADDRESS, RELATIONSHIPS_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, decodeEvents, eventTopic, readContract, registrarAbi } from '@medrec/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyProof } from '../support/verify-proof.ts';
import { type Feed, startFeed } from '../torture/world/feed.ts';
import { foundRealNetwork, MINING, peersOf, type RealNode } from '../torture/world/real-node.ts';
import { addressOf } from '../torture/world/world.ts';
import { until } from './support/until.ts';

/** A snapshot is of a multiple of 16 that 16 blocks stand on. */
const INTERVAL = ['--snapshot-interval', '16'];
const BLOCKS = 40;
const PATIENCE_MS = 240_000;

const undo: (() => unknown)[] = [];
let dir: string;
let feed: Feed;
let lab: Hex;
let provider: Hex;
/** One mined all, one fetched all, one began with a snapshot. */
let miner: RealNode;
let fetcher: RealNode;
let late: RealNode;
/** The last block that all three have. */
let newest: number;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'medrec-ages-'));
  const network = await foundRealNetwork({ dir, cleanUp: (step) => void undo.push(step) }, ['lab']);
  lab = network.world.spec.config.medrec.labs[0]?.address as Hex;
  provider = addressOf(network.world.providerKeys[0] as Hex);
  miner = await network.start('lab', [...INTERVAL, ...MINING]);
  feed = startFeed(network.world);
  feed.to(miner);
  await until('a chain', async () => ((await miner.head()).number >= BLOCKS ? true : undefined), PATIENCE_MS, 500);
  fetcher = await network.start('fetcher', ['--no-mine', ...INTERVAL, ...peersOf(miner)]);
  await until('all is fetched', async () => ((await fetcher.head()).number >= BLOCKS ? true : undefined), PATIENCE_MS);
  late = await network.start('late', ['--no-mine', ...INTERVAL, '--fast-start', ...peersOf(miner, fetcher)]);
  await late.running.line(({ fields }) => fields['event'] === 'fast-start.done', PATIENCE_MS);
  await until('it follows', async () => ((await late.head()).number >= BLOCKS ? true : undefined), PATIENCE_MS);
  const heads = await Promise.all([miner, fetcher, late].map((node) => node.head()));
  newest = Math.min(...heads.map(({ number }) => number)) - 2;
}, 2 * PATIENCE_MS);
afterAll(async () => {
  await feed?.stop();
  for (const step of undo.reverse()) await step();
  await rm(dir, { recursive: true, force: true });
});

/** All three nodes' answers are the first one's. */
async function agree<T>(method: string, ...params: readonly unknown[]): Promise<T> {
  const [mined, fetched, begun] = await Promise.all([miner, fetcher, late].map(({ rpc }) => rpc.call<T>(method, ...params)));
  expect(fetched, method).toEqual(mined);
  expect(begun, method).toEqual(mined);
  return mined as T;
}

const tag = (number: number): Hex => `0x${number.toString(16)}`;
const call = (to: Hex, data: Hex): Promise<Hex> => agree('eth_call', { to, data }, tag(newest));
const idOf = (account: Hex): Promise<Hex> => readContract(call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [account]);

describe('nodes that mined, fetched, and started fast', () => {
  it('have the same blocks, state roots and receipts', async () => {
    for (let number = 0; number <= newest; number++) {
      await agree('eth_getBlockByNumber', tag(number), true);
      await agree('eth_getBlockReceipts', tag(number));
    }
  });

  it('have the same logs, in which the lab has earned something', async () => {
    const logs = await agree<unknown[]>('eth_getLogs', { fromBlock: '0x0', toBlock: tag(newest) });
    expect(logs.length).toBeGreaterThan(0);
    const topics = [eventTopic(censusAbi, 'Entitled'), await idOf(lab)];
    const earned = await agree<unknown[]>('eth_getLogs', { fromBlock: '0x0', toBlock: tag(newest), address: CENSUS_ADDRESS, topics });
    expect(earned.length).toBeGreaterThan(0);
  });

  it('have the same ledgers: what the provider has spent and what the lab owns', async () => {
    const providerId = await idOf(provider);
    expect(await readContract(call, CENSUS_ADDRESS, censusAbi, 'spentMicroRho', [providerId])).toBeGreaterThan(0n);
    const topics = [eventTopic(censusAbi, 'Entitled'), await idOf(lab)];
    const logs = await agree<Parameters<typeof decodeEvents>[1]>('eth_getLogs', { fromBlock: '0x0', toBlock: tag(newest), topics });
    for (const event of decodeEvents(censusAbi, logs)) {
      if (event.name !== 'Entitled') continue;
      const { labId, releaseKey, tier } = event.args;
      await readContract(call, CENSUS_ADDRESS, censusAbi, 'releaseOf', [releaseKey]);
      const owned = await readContract(call, CENSUS_ADDRESS, censusAbi, 'entitlementOf', [labId, releaseKey]);
      expect(owned.tier).toBeGreaterThanOrEqual(tier);
    }
    await agree('eth_getTransactionCount', provider, tag(newest));
  });

  it('prove the same under the same root', async () => {
    const { stateRoot } = await agree<{ stateRoot: Hex }>('eth_getBlockByNumber', tag(newest), false);
    for (const account of [CENSUS_ADDRESS, RELATIONSHIPS_ADDRESS, REGISTRAR_ADDRESS]) {
      const { accountProof } = await agree<{ accountProof: Hex[] }>('eth_getProof', account, ['0x0', '0x1'], tag(newest));
      expect(verifyProof(stateRoot, account, accountProof)).not.toBe('0x');
    }
  });
});
