import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machineFacts } from '@medrec/miner/benchmark';
import { createEthash, createSearchPool, type SearchPool } from '@medrec/miner/ethash';
import { createLogger } from '@medrec/shared/log';

// `pnpm bench:event-loop`: how late the main thread of a mining process is. Standard-size work on all threads but one, new work
// every two seconds and headers to verify, as a node has them. One JSON value on stdout, progress on stderr; status 1 over the bar.

const BAR_MS = 20;
const NEW_WORK_MS = 2000;
/** One found every few seconds, so that this path is in the measurement too. */
const DIFFICULTY = 2_000_000n;
const HEADERS_PER_BURST = 20;
/** The monitor's own period, which its values contain. */
const RESOLUTION_MS = 1;

interface Delay {
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' }, 'ethash-dir': { type: 'string' } } });
const seconds = Number(values.seconds);
if (!(seconds >= 1)) throw new RangeError('--seconds is a number of at least 1');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const sizes = { mode: 'standard' } as const;
const threads = Math.max(1, availableParallelism() - 1);

let job = 0;
let found = 0;
const ethash = createEthash(sizes);
const pool = createSearchPool({
  sizes,
  threads,
  intensityPercent: 100,
  log: createLogger({ program: 'bench', level: 'warn', format: 'auto' }),
  ...(values['ethash-dir'] === undefined ? {} : { datasetDir: values['ethash-dir'] }),
  onFound() {
    found += 1;
    giveWork(pool);
  },
  onRestart: (slot, reason) => say(`thread ${slot} ${reason}`),
});
try {
  const idle = await measure('at rest', () => sleep(3000));
  giveWork(pool);
  const preparing = await measure('while the dataset is prepared', async () => {
    while (pool.dataset().state !== 'ready') await sleep(100);
  });
  const before = hashes(pool);
  const mining = await measure(`mining on ${threads} of ${availableParallelism()}`, () => mine(seconds));
  const hashesPerSecond = (hashes(pool) - before) / mining.seconds;
  const report = { machine: machineFacts(), threads, hashesPerSecond, found, works: job, barMs: BAR_MS, idle, preparing, mining };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = mining.p99Ms < BAR_MS ? 0 : 1;
} finally {
  await pool.close();
  await ethash.close();
}

/** New work by the clock, and a burst of headers with it, as when a block or a few come in. */
async function mine(length: number): Promise<void> {
  for (const end = performance.now() + length * 1000; performance.now() < end; ) {
    giveWork(pool);
    const hash = randomBytes(32);
    await Promise.all(Array.from({ length: HEADERS_PER_BURST }, (_, i) => ethash.hash(1n, hash, BigInt(i))));
    await sleep(NEW_WORK_MS);
  }
}

function giveWork(to: SearchPool): void {
  job += 1;
  to.search({ job, blockNumber: 1n, sealHash: randomBytes(32), difficulty: DIFFICULTY });
}

function hashes(of: SearchPool): number {
  return of.threads().reduce((sum, thread) => sum + thread.hashes, 0);
}

async function measure(what: string, run: () => Promise<void>): Promise<Delay> {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const started = performance.now();
  monitor.enable();
  await run();
  monitor.disable();
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const delay = {
    seconds: (performance.now() - started) / 1000,
    p50Ms: late(monitor.percentile(50)),
    p99Ms: late(monitor.percentile(99)),
    maxMs: late(monitor.max),
  };
  say(
    `${what}: ${delay.p50Ms.toFixed(2)} ms late half of the time, p99 ${delay.p99Ms.toFixed(2)} ms, at most ${delay.maxMs.toFixed(1)} ms`,
  );
  return delay;
}
