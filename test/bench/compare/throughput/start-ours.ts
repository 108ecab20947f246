import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeChainSpec } from '@medrec/shared/chain';
import { readEndpoint, startProgram } from '../../../system/support/processes.ts';
import { createJsonRpc } from './json-rpc.ts';
import type { Load } from './load.ts';
import { countNew, type Server } from './server.ts';

/** Our node as operators run it, in a folder of its own: real sealing, gossip, and one synced batch on disk for each block. */
export interface OurNode extends Server {
  /** Multiaddrs. */
  readonly p2p: readonly string[];
}

/** `dir` holds a lab's keystore when the node shall mine. */
export async function startOurs(dir: string, load: Load, args: readonly string[]): Promise<OurNode> {
  await mkdir(dir, { recursive: true });
  const spec = join(dir, 'spec.json');
  await writeChainSpec(spec, load.spec);
  const running = startProgram('ours', 'medrec-miner', [
    'run',
    '--dir',
    dir,
    '--spec',
    spec,
    '--log-format',
    'json',
    '--log-level',
    'warn',
    ...args,
  ]);
  const endpoint = await readEndpoint<{ rpc: string; p2p: string[] }>(dir, running);
  const rpc = createJsonRpc(endpoint.rpc);
  return {
    name: 'medrec-miner',
    note: 'state on disk, synced each block; sealed by Ethash with test sizes',
    rpc,
    p2p: endpoint.p2p,
    async stop() {
      rpc.close();
      await running.stop();
    },
  };
}

export interface Import {
  /** Null when most of the chain was there before the node could first be asked: send more transactions. */
  readonly transactionsPerSecond: number | null;
  readonly seconds: number;
  readonly blocks: number;
}

const POLL_MS = 10;
const STALL_MS = 120_000;

/** How fast a fresh node takes over a chain of so many transactions from a peer, from its first block to its last. */
export async function measureImport(dir: string, load: Load, from: OurNode, transactions: number): Promise<Import> {
  const node = await startOurs(dir, load, ['--no-mine', ...from.p2p.flatMap((address) => ['--peer', address])]);
  try {
    let counted = { height: 0, transactions: 0 };
    let first: { atMs: number; transactions: number } | undefined;
    const started = performance.now();
    while (counted.transactions < transactions) {
      await sleep(POLL_MS);
      counted = await countNew(node.rpc, counted);
      if (counted.transactions > 0) first ??= { atMs: performance.now(), transactions: counted.transactions };
      if (performance.now() - started > STALL_MS) throw new RangeError(`the fresh node stopped at block ${counted.height}`);
    }
    const seconds = (performance.now() - (first?.atMs ?? Number.NaN)) / 1000;
    const measured = transactions - (first?.transactions ?? 0);
    return { transactionsPerSecond: measured > transactions / 2 ? measured / seconds : null, seconds, blocks: counted.height };
  } finally {
    await node.stop();
  }
}
