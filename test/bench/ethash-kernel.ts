import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createKernelMemory,
  type EthashKernel,
  type KernelMemory,
  kernelModule,
  openKernel,
  seedHash,
  sizesAt,
} from '@medrec/miner/ethash';

// Compares compiled kernels on one thread: `node test/bench/ethash-kernel.ts [--near] [--rounds N] [other.wasm …]`.
// All of them share one memory with epoch 0's dataset (`--near`: one that fits the first cache, so that only arithmetic is left) and
// take turns, the order reversed every other round. Times are this thread's processor time: others on the machine cost less of it.

const { values, positionals } = parseArgs({
  options: { near: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } },
  allowPositionals: true,
});

const standard = sizesAt({ mode: 'standard' }, 0);
const sizes = { cacheBytes: standard.cacheBytes, datasetBytes: values.near ? 128 * 127 : standard.datasetBytes };
const ITEMS = 65_536;
const sealHash = new Uint8Array(32).fill(1);

/** Each does some tenths of a second of work, the processor clock ticks in milliseconds, and says how many it did. */
const WORKS: Record<string, (kernel: EthashKernel, round: number) => number> = {
  'random reads of 64 pages': (kernel, round) => {
    kernel.randomReads(64 * 160_000, round);
    return 160_000;
  },
  hash: (kernel, round) => kernel.search({ sealHash, target: new Uint8Array(32), startNonce: BigInt(round) << 32n, count: 160_000 }).hashes,
  'light hash, alone': (kernel, round) => light(kernel, round, 1, 200),
  'light hash, of 64': (kernel, round) => light(kernel, round, 64, 10),
  // Of other epochs' numbers, into the place of the first.
  'dataset item': (kernel, round) => {
    if (!values.near) kernel.fillItems(round * ITEMS, ITEMS, 0);
    return values.near ? 0 : ITEMS;
  },
};

function light(kernel: EthashKernel, round: number, lanes: number, times: number): number {
  for (let i = 0; i < times; i++) {
    kernel.hashLight(Array.from({ length: lanes }, (_, lane) => ({ sealHash, nonce: BigInt((round * times + i) * lanes + lane) })));
  }
  return lanes * times;
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function prepare(): KernelMemory {
  const memory = createKernelMemory({ sizes, threads: 1, hasCache: true, itemBytes: sizes.datasetBytes });
  const kernel = openKernel(memory, 0);
  const started = processorMs();
  kernel.fillCache(seedHash(0));
  const cached = processorMs();
  kernel.fillItems(0, sizes.datasetBytes / 64);
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  process.stdout.write(`cache ${seconds(cached - started)} s, dataset ${seconds(processorMs() - cached)} s of this thread\n`);
  return memory;
}

const memory = prepare();
const kernels = [kernelModule(), ...positionals.map((path) => new WebAssembly.Module(readFileSync(path)))].map((module) =>
  openKernel(memory, 0, module),
);

for (const [name, work] of Object.entries(WORKS)) {
  const times = kernels.map((): number[] => []);
  for (let round = -1; round < Number(values.rounds); round++) {
    const order = [...kernels.keys()];
    for (const at of round % 2 === 0 ? order : order.reverse()) {
      const started = processorMs();
      const done = work(kernels[at] as EthashKernel, round + 1);
      // The first round is for the compiler.
      if (round >= 0 && done > 0) times[at]?.push(((processorMs() - started) / done) * 1e6);
    }
  }
  const cells = times.map((own) => {
    const ratio = median(own.map((time, round) => time / (times[0]?.[round] as number)));
    return `${median(own).toFixed(0).padStart(9)} ns (${ratio.toFixed(3)})`;
  });
  process.stdout.write(`${name.padEnd(26)}${cells.join('')}\n`);
}
