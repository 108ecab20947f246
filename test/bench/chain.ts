import { parseArgs } from 'node:util';
import { signSealer } from '@medrec/miner/consensus';
import { createSenders, type Senders } from '@medrec/miner/senders';
import { addressOf, LAB_KEY } from '../miner/execution/devnet.ts';
import { type MixedLoad, mixedLoad } from '../support/mixed-load.ts';
import { type BenchNode, openBenchNode } from './chain-load.ts';

// `pnpm bench:chain`: transactions a second into the pool, into a block of this node's own, and from other nodes' blocks, on a
// synced store. Every round runs all cases in turns; what counts is the processor time of the main thread, which other
// programs do not change, and beside it the time by the clock. One JSON value on stdout, progress on stderr.

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '10' },
    transactions: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
  },
});
const [blocks, transactionsPerBlock, rounds] = [values.blocks, values.transactions, values.rounds].map(Number) as [number, number, number];
if (!(blocks > 1 && transactionsPerBlock > 0 && rounds > 0))
  throw new RangeError('--blocks is above 1, --transactions and --rounds are above 0');
/** What gossip checks at a time. */
const ADMITTED_AT_ONCE = 8;
/** Below what the pool keeps of one sender's. */
const ADMITTED = 250;

interface Case {
  readonly name: string;
  readonly hasThread: boolean;
  /** Not measured. */
  prepare?(node: BenchNode, senders: Senders | undefined): Promise<void>;
  run(node: BenchNode): Promise<void>;
}

process.stderr.write(`making ${blocks} blocks of ${transactionsPerBlock} transactions\n`);
const load: MixedLoad = await mixedLoad({ blocks, transactionsPerBlock });

const importAll = async (node: BenchNode): Promise<void> => {
  for (const rlp of load.blocks) await node.chain.importBlock(node.decode(rlp), 'bench');
};

const importRange = async (node: BenchNode): Promise<void> => {
  const range = load.blocks.map(node.decode);
  void node.chain.prepareSenders(range);
  for (const block of range) await node.chain.importBlock(block, 'bench');
};

/** As the pool did when the transactions were gossiped. */
const meetAll = async (node: BenchNode, senders: Senders | undefined): Promise<void> => {
  await senders?.prepare(load.blocks.flatMap((rlp) => node.decode(rlp).transactions));
};

const admitAll = async (node: BenchNode): Promise<void> => {
  const raw = load.blocks
    .slice(1)
    .flatMap((rlp) => node.decode(rlp).transactions.map((transaction) => transaction.serialize()))
    .slice(0, ADMITTED);
  for (let at = 0; at < raw.length; at += ADMITTED_AT_ONCE)
    await Promise.all(raw.slice(at, at + ADMITTED_AT_ONCE).map((one) => node.pool.add(one, 'bench')));
};

/** Block 1 anchors the genesis hash, without which no consent is valid. */
const importFirst = async (node: BenchNode): Promise<void> => {
  await node.chain.importBlock(node.decode(load.blocks[0] as Uint8Array), 'bench');
};

const sealAll = async (node: BenchNode): Promise<void> => {
  for (const rlp of load.blocks) {
    const { transactions } = node.decode(rlp);
    const parent = node.chain.head().header;
    const { block } = await node.executor.buildBlock({
      parent,
      timestamp: parent.timestamp + 2n,
      coinbase: addressOf(LAB_KEY),
      ommers: [],
      transactions,
      freeExtra: new Uint8Array(32),
      sign: (digest) => signSealer(digest, LAB_KEY),
    });
    await node.chain.importBlock(block, 'bench');
  }
};

const CASES: readonly Case[] = [
  { name: 'import, senders recovered on the main thread', hasThread: false, run: importAll },
  { name: 'import, senders recovered in a thread', hasThread: true, run: importAll },
  { name: 'import of a range, senders recovered ahead', hasThread: true, run: importRange },
  { name: 'import, senders met in the pool before', hasThread: true, prepare: meetAll, run: importAll },
  { name: 'seal and import own', hasThread: false, run: sealAll },
  { name: 'admit, senders recovered on the main thread', hasThread: false, prepare: importFirst, run: admitAll },
  { name: 'admit, senders recovered in a thread', hasThread: true, prepare: importFirst, run: admitAll },
];

const measured = new Map<string, { cpu: number[]; wall: number[] }>(CASES.map(({ name }) => [name, { cpu: [], wall: [] }]));

for (let round = 0; round <= rounds; round++) {
  for (const { name, hasThread, prepare, run } of CASES) {
    const senders = hasThread ? createSenders() : undefined;
    const node = await openBenchNode(load, senders);
    await prepare?.(node, senders);
    // The thread's own start belongs to the node's, not to a block.
    await senders?.prepare(node.decode(load.blocks[0] as Uint8Array).transactions.slice(0, 4));
    const cpuBefore = process.threadCpuUsage();
    const wallBefore = performance.now();
    await run(node);
    const wall = performance.now() - wallBefore;
    const cpu = process.threadCpuUsage(cpuBefore);
    await node.close();
    await senders?.close();
    if (round === 0) continue; // the engine warms up
    measured.get(name)?.cpu.push((cpu.user + cpu.system) / 1000);
    measured.get(name)?.wall.push(wall);
  }
  process.stderr.write(`round ${round} of ${rounds}${round === 0 ? ' (not counted)' : ''}\n`);
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
const perSecond = (count: number, times: readonly number[]): number => Math.round((count * 1000) / median(times));
const results = [...measured].map(([name, { cpu, wall }]) => {
  const count = name.startsWith('admit') ? Math.min(ADMITTED, (blocks - 1) * transactionsPerBlock) : blocks * transactionsPerBlock;
  return { name, transactionsPerThreadSecond: perSecond(count, cpu), transactionsPerSecond: perSecond(count, wall) };
});
process.stdout.write(`${JSON.stringify({ blocks, transactionsPerBlock, rounds, results }, null, 2)}\n`);
