import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import FlatQueue from 'flatqueue';
import { runDelayRace, runWithholdingRace, selfishPolicy } from '../../packages/miner/src/simulator/chain-core/index.ts';
import {
  BITCOIN_TRANSFERS,
  createTopology,
  type NetworkOutcome,
  runNetwork,
} from '../../packages/miner/src/simulator/network-core/index.ts';
import { createAliasTable, exponential, openStream } from '../../packages/miner/src/simulator/random/index.ts';

// How fast the simulator's cores are beside what they cannot be faster than: a bare event queue, a bare loop of the same draws. Each core and its
// limit are measured by turns and by processor time, so that what else the machine does matters little; the ratio of medians counts.
// Usage: node test/bench/simulator.ts [rounds]

const NODES = 600;
const BLOCKS = 1_000;
const CHAIN_BLOCKS = 4_000_000;
const SHARES = Array.from({ length: 40 }, (_, lab) => lab + 1);
/** Events that wait at a time in the network core, about. */
const WAITING = 2_000;

const topology = createTopology({ nodes: NODES }, openStream('bench', 0, 'topology'));
let sink = 0;

function network(skipIgnored: boolean): NetworkOutcome {
  const shares = Array<number>(NODES).fill(1);
  const options = { ...BITCOIN_TRANSFERS, shares, interval: 600, blocks: BLOCKS, jitter: 0.2, skipIgnored };
  return runNetwork(topology, options, openStream('bench', 0, 'blocks'));
}

function bareQueue(events: number): void {
  const queue = new FlatQueue<number>();
  const random = openStream('bench', 0, 'queue');
  for (let event = 0; event < WAITING; event++) queue.push(event, random.uniform());
  for (let event = 0; event < events; event++) {
    const time = queue.peekValue() ?? 0;
    sink += queue.pop() ?? 0;
    queue.push(event, time + random.uniform());
  }
}

function bareRace(): void {
  const random = openStream('bench', 0, 'race');
  for (let block = 0; block < CHAIN_BLOCKS; block++) if (random.uniform() < 0.4) sink += 1;
}

function bareDelay(): void {
  const random = openStream('bench', 0, 'delay');
  const draw = createAliasTable(SHARES);
  for (let block = 0; block < CHAIN_BLOCKS; block++) sink += exponential(random, 13) + draw(random);
}

function withholding(): void {
  const options = { alpha: 0.4, gamma: 0.5, policy: selfishPolicy(), blocks: CHAIN_BLOCKS };
  sink += runWithholdingRace(options, openStream('bench', 0, 'race')).attacker;
}

function delay(): void {
  sink += runDelayRace({ shares: SHARES, delay: 2, interval: 13, blocks: CHAIN_BLOCKS }, openStream('bench', 0, 'delay')).unaware;
}

/** Seconds of processor time of this process. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Millions a second of a core and of its limit, by turns. */
function compare(name: string, rounds: number, amount: number, core: () => void, limit: () => void): void {
  core();
  limit();
  const [cores, limits]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    cores.push(timed(core));
    limits.push(timed(limit));
  }
  const [rate, most] = [amount / median(cores) / 1e6, amount / median(limits) / 1e6];
  print(
    `${name.padEnd(34)} ${rate.toFixed(2).padStart(7)} M/s   limit ${most.toFixed(2).padStart(7)} M/s   ratio ${(rate / most).toFixed(2)}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Wall seconds for so many threads to do one network run each. */
async function together(threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url), { workerData: 'network' }));
  await Promise.all(workers.map((worker) => new Promise((ready) => worker.once('message', ready))));
  const start = performance.now();
  await Promise.all(
    workers.map((worker) => {
      const done = new Promise((finished) => worker.once('message', finished));
      worker.postMessage('go');
      return done;
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return seconds;
}

async function main(rounds: number): Promise<void> {
  const { events } = network(false);
  const { events: few } = network(true);
  compare(
    'network core, like for like',
    rounds,
    events,
    () => void network(false),
    () => bareQueue(events),
  );
  compare(
    'network core, INV filter',
    rounds,
    few,
    () => void network(true),
    () => bareQueue(few),
  );
  compare('chain core, withholding race', rounds, CHAIN_BLOCKS, withholding, bareRace);
  compare('chain core, equal delay', rounds, CHAIN_BLOCKS, delay, bareDelay);
  const seconds = median(Array.from({ length: rounds }, () => timed(() => void network(true))));
  print(
    `network core: ${NODES} nodes, ${events} events like for like, ${few} with the filter; ${(BLOCKS / seconds).toFixed(0)} blocks/s with it`,
  );
  const held = Object.entries(process.memoryUsage()).map(([kind, bytes]) => `${kind} ${(bytes / 2 ** 20).toFixed(0)} MiB`);
  print(`memory: ${held.join(', ')}`);
  const [one, two] = [await together(1), await together(2)];
  print(`two workers do ${((2 * one) / two).toFixed(2)} times the work of one in the same time (wall clock: an idle machine is needed)`);
  if (sink === 0) throw new Error('nothing was measured');
}

if (isMainThread) await main(Number(process.argv[2] ?? 5));
else if (workerData === 'network') {
  network(true);
  parentPort?.postMessage('ready');
  parentPort?.once('message', () => {
    network(true);
    parentPort?.postMessage('done');
  });
}
