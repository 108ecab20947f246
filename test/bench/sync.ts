import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createSenders } from '@medrec/miner/senders';
import { type MixedLoad, mixedLoad } from '../support/mixed-load.ts';
import { type BenchNode, openBenchNode } from './chain-load.ts';
import { openBenchNetwork } from './sync-network.ts';

// `pnpm bench:sync`: what fetching costs beside importing. The same blocks are imported from memory, fetched from one peer and
// from three, in turns; peers run in a thread of their own. Beside the time by the clock stands the processor time of the main
// thread, which other programs do not change. One JSON value on stdout, progress on stderr.

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '200' },
    transactions: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
});
const [blocks, transactionsPerBlock, rounds] = [values.blocks, values.transactions, values.rounds].map(Number) as [number, number, number];
if (!(blocks > 0 && transactionsPerBlock >= 0 && rounds > 0)) throw new RangeError('--blocks and --rounds are above 0');
const PEERS = 3;
/** What sync imports at once. */
const RANGE = 128;

process.stderr.write(`making ${blocks} blocks of ${transactionsPerBlock} transactions\n`);
const load: MixedLoad = await mixedLoad({ blocks, transactionsPerBlock });
const worker = new Worker(new URL('./sync-peer-worker.ts', import.meta.url), { workerData: { load, peers: PEERS } });
const [addresses] = (await once(worker, 'message')) as [string[]];

async function importAll(node: BenchNode): Promise<void> {
  for (let at = 0; at < load.blocks.length; at += RANGE) {
    const range = load.blocks.slice(at, at + RANGE).map(node.decode);
    void node.chain.prepareSenders(range);
    for (const block of range) await node.chain.importBlock(block, 'bench');
  }
}

async function syncFrom(node: BenchNode, peers: readonly string[]): Promise<void> {
  const done = Promise.withResolvers<void>();
  const unsubscribe = node.chain.onHead(({ head }) => {
    if (head.number === BigInt(blocks)) done.resolve();
  });
  const network = await openBenchNetwork(node, peers);
  await done.promise;
  unsubscribe();
  await network.stop();
}

const CASES: readonly { readonly name: string; run(node: BenchNode): Promise<void> }[] = [
  { name: 'import from memory', run: importAll },
  { name: 'sync from one peer', run: (node) => syncFrom(node, addresses.slice(0, 1)) },
  { name: 'sync from three peers', run: (node) => syncFrom(node, addresses) },
];

const measured = CASES.map(({ name, run }) => ({ name, run, cpu: [] as number[], wall: [] as number[] }));
for (let round = 0; round <= rounds; round++) {
  for (const { run, cpu, wall } of measured) {
    const senders = createSenders();
    const node = await openBenchNode(load, senders);
    const cpuBefore = process.threadCpuUsage();
    const wallBefore = performance.now();
    await run(node);
    wall.push(performance.now() - wallBefore);
    const used = process.threadCpuUsage(cpuBefore);
    cpu.push((used.user + used.system) / 1000);
    await node.close();
    await senders.close();
  }
  process.stderr.write(`round ${round} of ${rounds}${round === 0 ? ' (not counted)' : ''}\n`);
}
worker.postMessage('stop');

const median = (times: readonly number[]): number => [...times.slice(1)].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
const alone = measured[0];
const results = measured.map(({ name, cpu, wall }) => ({
  name,
  blocksPerSecond: Math.round((blocks * 1000) / median(wall)),
  transactionsPerSecond: Math.round((blocks * transactionsPerBlock * 1000) / median(wall)),
  blocksPerThreadSecond: Math.round((blocks * 1000) / median(cpu)),
  shareOfThreadBesideImport: alone === undefined ? 0 : Number((1 - median(alone.cpu) / median(cpu)).toFixed(2)),
}));
process.stdout.write(`${JSON.stringify({ blocks, transactionsPerBlock, rounds, results }, null, 2)}\n`);
