import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from '@medrec/miner/benchmark';
import { createKernelMemory, openKernel, seedHash, sizesAt } from '@medrec/miner/ethash';
import { bytesToHex, keccak } from '@medrec/shared/bytes';
import { PEERS } from './install-peers.ts';

/** What is used of @ethereumjs/ethash, which is no dependency of the workspace and so has no types here. */
interface PeerEthash {
  loadEpoc(blockNumber: bigint): Promise<void>;
  run(sealHash: Uint8Array, nonce: Uint8Array): { readonly mix: Uint8Array; readonly hash: Uint8Array };
}

export interface LightComparison {
  readonly runs: number;
  /** Medians, milliseconds a header. */
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Ours when many headers are handed over together, as in a sync. */
  readonly oursBatchedMs: number;
  /** Theirs to ours: the median over pairs of samples that follow one another. */
  readonly ratio: number;
  readonly ratioBatched: number;
  /** Processor time to time of all samples. Well below 1 the machine was not idle, and ours, which waits for memory, suffers more. */
  readonly processorShare: number;
  readonly oursCacheSeconds: number;
  readonly theirsCacheSeconds: number;
}

const RUNS = 5;
const OUR_HEADERS = 256;
const BATCH = 64;
const THEIR_HEADERS = 6;

/** One header's light evaluation at epoch 0 by our kernel and by npm's @ethereumjs/ethash, by turns, on one thread. */
export async function compareLight(say: (line: string) => void): Promise<LightComparison> {
  const [oursCacheSeconds, ours] = await timed(openOurs);
  const [theirsCacheSeconds, theirs] = await timed(openTheirs);
  say(`cache: ours ${oursCacheSeconds.toFixed(2)} s, @ethereumjs/ethash ${theirsCacheSeconds.toFixed(2)} s`);
  for (const [i, digest] of ours(0, 3).entries()) requireEqual(digest, theirs(i));

  const samples: { ours: number; batched: number; theirs: number }[] = [];
  let next = 0;
  let [ran, had] = [0, 0];
  const measure = (run: (first: number) => unknown, headers: number, step = 1): number => {
    const [started, cpu] = [performance.now(), process.threadCpuUsage()];
    for (const end = next + headers; next < end; next += step) run(next);
    const used = process.threadCpuUsage(cpu);
    const milliseconds = performance.now() - started;
    ran += milliseconds;
    had += (used.user + used.system) / 1000;
    return milliseconds / headers;
  };
  const one = (first: number) => ours(first, 1);
  const batch = (first: number) => ours(first, BATCH);
  measure(one, OUR_HEADERS);
  measure(batch, OUR_HEADERS, BATCH);
  for (let run = 1; run <= RUNS; run++) {
    const sample = { ours: measure(one, OUR_HEADERS), batched: measure(batch, OUR_HEADERS, BATCH), theirs: measure(theirs, THEIR_HEADERS) };
    samples.push(sample);
    const own = `ours ${sample.ours.toFixed(3)} ms, ${sample.batched.toFixed(3)} ms in batches of ${BATCH}`;
    say(`run ${run} of ${RUNS}: ${own}, @ethereumjs/ethash ${sample.theirs.toFixed(1)} ms a header`);
  }
  return {
    runs: RUNS,
    oursMs: median(samples.map((sample) => sample.ours)),
    oursBatchedMs: median(samples.map((sample) => sample.batched)),
    theirsMs: median(samples.map((sample) => sample.theirs)),
    ratio: median(samples.map((sample) => sample.theirs / sample.ours)),
    ratioBatched: median(samples.map((sample) => sample.theirs / sample.batched)),
    processorShare: had / ran,
    oursCacheSeconds,
    theirsCacheSeconds,
  };
}

interface Digest {
  readonly mixHash: Uint8Array;
  readonly result: Uint8Array;
}

function openOurs(): (first: number, count: number) => Digest[] {
  const memory = createKernelMemory({ sizes: sizesAt({ mode: 'standard' }, 0), threads: 1, hasCache: true, itemBytes: 0 });
  const kernel = openKernel(memory, 0);
  kernel.fillCache(seedHash(0));
  return (first, count) =>
    kernel.hashLight(Array.from({ length: count }, (_, i) => ({ sealHash: sealHashOf(first + i), nonce: BigInt(first + i) })));
}

async function openTheirs(): Promise<(i: number) => Digest> {
  const url = pathToFileURL(join(PEERS, 'node_modules/@ethereumjs/ethash/dist/esm/index.js')).href;
  const { Ethash } = (await import(url)) as { Ethash: new (cacheDb: unknown) => PeerEthash };
  // It insists on a database for its caches; one that forgets all makes it compute.
  const ethash = new Ethash({ get: async () => undefined, put: async () => undefined });
  await ethash.loadEpoc(1n);
  return (i) => {
    const nonce = new Uint8Array(8);
    new DataView(nonce.buffer).setBigUint64(0, BigInt(i));
    const { mix, hash } = ethash.run(sealHashOf(i), nonce);
    return { mixHash: mix, result: hash };
  };
}

function sealHashOf(i: number): Uint8Array {
  return keccak(new TextEncoder().encode(`header ${i}`));
}

function requireEqual(ours: Digest, theirs: Digest): void {
  const [a, b] = [ours, theirs].map(({ mixHash, result }) => `${bytesToHex(mixHash)} ${bytesToHex(result)}`);
  if (a !== b) throw new RangeError(`the two disagree on a hash: ours ${a}, @ethereumjs/ethash ${b}`);
}

async function timed<T>(run: () => T | Promise<T>): Promise<[number, T]> {
  const started = performance.now();
  const value = await run();
  return [(performance.now() - started) / 1000, value];
}
