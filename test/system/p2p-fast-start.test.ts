// Goal: a lab's node that joins late takes part at once, and answers what nodes answer that executed every block.
//
// Method: two real nodes take 60 blocks and keep snapshots every 16; a third starts from them with `--fast-start` while one of
// them is told nothing. Then its answers are compared block by block with the first node's.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from '@ethereumjs/block';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { REGISTRAR_ADDRESS, writeChainSpec } from '@medrec/shared/chain';
import { encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestChain, PROVIDER_KEY } from '../miner/execution/devnet.ts';
import { createBlockForge } from './support/block-forge.ts';
import { createGossipPeer, type GossipPeer } from './support/gossip-peer.ts';
import { type LoneNode, startLoneNode } from './support/lone-node.ts';
import { runProgram } from './support/processes.ts';
import { signLegacy } from './support/signed.ts';
import { until } from './support/until.ts';

const BLOCKS = 60;
const INTERVAL = ['--snapshot-interval', '16'];
/** The highest multiple of 16 that 16 blocks stand on. */
const PIVOT = 32;

const chain = await createTestChain();
const forge = createBlockForge(chain);
const { chainId } = chain.spec.config;
const nodes: LoneNode[] = [];
let peer: GossipPeer;
let first: LoneNode;

const headOf = (node: LoneNode): Promise<{ hash: Hex; number: Hex }> => node.call('eth_getBlockByNumber', ['latest', false]);

async function start(args: readonly string[]): Promise<LoneNode> {
  const node = await startLoneNode(chain.spec, [...INTERVAL, ...args]);
  nodes.push(node);
  return node;
}

beforeAll(async () => {
  first = await start([]);
  const second = await start(first.p2p.flatMap((address) => ['--peer', address]));
  peer = await createGossipPeer(bytesToHex(chain.genesis.hash()), chain.genesis.header.difficulty);
  await peer.join(first.p2p[0] ?? '');
  let parent: Block = chain.genesis;
  for (let nonce = 0; nonce < BLOCKS; nonce++) {
    const data = encodeCall(registrarAbi, 'setHost', [`http://127.0.0.1:${1000 + nonce}`]);
    const transaction = forge.transaction(signLegacy(PROVIDER_KEY, { chainId, to: REGISTRAR_ADDRESS, data, nonce }));
    parent = await forge.honest(parent.header, [transaction]);
    await peer.publishBlock(parent.serialize());
    const hash = bytesToHex(parent.hash());
    await until(`block ${nonce + 1}`, async () => (await headOf(first)).hash === hash || undefined, 10_000, 5);
  }
  await until('the second node follows', async () => (await headOf(second)).number === (await headOf(first)).number || undefined);
  const made = (node: LoneNode) => node.running.line(({ fields }) => fields['event'] === 'snapshot.made' && fields['number'] === PIVOT);
  await Promise.all([first, second].map(made));
});
afterAll(async () => {
  await peer.stop();
  await Promise.all(nodes.map((node) => node.stop()));
});

describe('a node that starts fast', () => {
  it('begins at a deep block, follows to the head, and answers as one that executed everything', async () => {
    const peers = nodes.flatMap((node) => node.p2p.flatMap((address) => ['--peer', address]));
    const late = await start(['--fast-start', ...peers]);
    const done = await late.running.line(({ fields }) => fields['event'] === 'fast-start.done');
    expect(done.fields).toMatchObject({ number: PIVOT });
    await until('it is at the head', async () => (await headOf(late)).hash === (await headOf(first)).hash || undefined);

    for (let number = 0; number <= BLOCKS; number++) {
      const asked = `0x${number.toString(16)}`;
      const [own, theirs] = await Promise.all([late, first].map((node) => node.call('eth_getBlockByNumber', [asked, true])));
      expect(own).toEqual(theirs);
      const [receipts, expected] = await Promise.all([late, first].map((node) => node.call('eth_getBlockReceipts', [asked])));
      expect(receipts).toEqual(expected);
    }
    const everything = [{ fromBlock: '0x0', toBlock: 'latest' }];
    const [logs, expected] = await Promise.all([late, first].map((node) => node.call<unknown[]>('eth_getLogs', everything)));
    expect(logs?.length).toBeGreaterThanOrEqual(BLOCKS);
    expect(logs).toEqual(expected);
    await expect(late.call('eth_getBalance', [REGISTRAR_ADDRESS, '0x1'])).rejects.toThrow('STATE_PRUNED');
  });

  it('refuses to be an archive as well', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'medrec-fast-archive-'));
    const spec = join(dir, 'spec.json');
    await writeChainSpec(spec, chain.spec);
    const { status, stderr } = await runProgram('medrec-miner', ['run', '--dir', dir, '--spec', spec, '--fast-start', '--archive']);
    await rm(dir, { recursive: true });
    expect(status).not.toBe(0);
    expect(stderr).toContain('OPTION_INVALID');
  });
});
