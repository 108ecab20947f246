import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type BenchmarkProgress, type BenchmarkReport, runBenchmark } from '@medrec/miner/benchmark';
import { createKernelMemory, seedHash } from '@medrec/miner/ethash';
import { expect, it } from 'vitest';
import { createBenchThreads } from '../../../packages/miner/src/benchmark/threads.ts';
import { describeReport } from '../../../packages/miner/src/cli/commands/benchmark/report.ts';

// What would be lost: the command by which an operator chooses a machine. Its figures are held to nothing here; that they are
// there, of the work that was asked for, and by real threads over one dataset, is.

const sizes = { cacheBytes: 16 * 1024, datasetBytes: 512 * 1024 };
const CLI = new URL('../../../packages/miner/src/cli/main.ts', import.meta.url).pathname;
const SMALL = ['--cache-bytes', String(sizes.cacheBytes), '--dataset-bytes', String(sizes.datasetBytes)];

function collecting(): BenchmarkProgress & { readonly built: number[]; readonly lines: string[] } {
  const built: number[] = [];
  const lines: string[] = [];
  const dataset = (threads: number) => ({
    update: (done: number) => void (done === sizes.datasetBytes / 64 && built.push(threads)),
    finish: () => undefined,
  });
  return { built, lines, dataset, say: (line) => void lines.push(line) };
}

it('measures every number of threads once, whatever their order, each on a dataset that it built', async () => {
  const progress = collecting();
  const report = await runBenchmark({ epoch: 0, sizes, threads: [2, 1, 2], runs: 3, secondsPerRun: 0.02, progress });

  expect(new Set(progress.built)).toEqual(new Set([1, 2]));
  for (const values of [report.datasetSeconds, report.hashesPerSecond, report.randomReadLimitHashesPerSecond, report.ratio]) {
    expect(Object.keys(values)).toEqual(['1', '2']);
    for (const value of Object.values(values)) expect(value).toBeGreaterThan(0);
  }
  for (const threads of ['1', '2']) {
    expect(report.samples.hashesPerSecond[threads]).toHaveLength(3);
    expect(report.samples.randomReadLimitHashesPerSecond[threads]).toHaveLength(3);
    expect(report.hashesPerSecond[threads]).toBe(report.samples.hashesPerSecond[threads]?.toSorted((a, b) => a - b)[1]);
  }
  expect(report.datasetBytes).toBe(sizes.datasetBytes);
  expect(report.samples.cacheSeconds).toHaveLength(3);
  expect(report.lightVerifyMs).toBeGreaterThan(0);
  expect(report.lightVerifyBatchedMs).toBeGreaterThan(0);
  // Four hashes on one thread and four on each of two, at least.
  expect(report.hashesChecked).toBeGreaterThanOrEqual(12);
  for (const rates of Object.values(report.byProcessorTime)) {
    expect(rates?.share).toBeGreaterThan(0);
    expect(rates?.hashesPerSecond).toBeGreaterThan(0);
    expect(rates?.ratio).toBeGreaterThan(0);
    expect(rates?.datasetSeconds).toBeGreaterThan(0);
  }
  const table = describeReport(report).join('\n');
  expect(table).toContain(report.machine.cpu);
  expect(table).not.toMatch(/NaN|undefined/);
  const share = (value: number) => ({ '1': { share: value, hashesPerSecond: 4321, ratio: 0.5, datasetSeconds: 3 } });
  expect(describeReport({ ...report, byProcessorTime: share(0.5) }).join('\n')).toMatch(/3\.00 s +4\.3 kH\/s +0\.50/);
  expect(describeReport({ ...report, byProcessorTime: share(0.99) }).join('\n')).not.toContain('4.3 kH/s');
});

it('ends with the reason when a thread does', async () => {
  const memory = createKernelMemory({ sizes, threads: 2, hasCache: true, itemBytes: sizes.datasetBytes });
  const threads = createBenchThreads(memory, 2);
  try {
    await threads.run(1, () => ({ kind: 'cache', seed: seedHash(0) }));
    const broken = threads.run(2, () => ({ kind: 'cache', seed: new Uint8Array(3) }));
    await expect(broken).rejects.toMatchObject({ code: 'BENCHMARK_THREAD_FAILED', cause: expect.anything() });
    const afterwards = threads.run(1, () => ({ kind: 'cache', seed: seedHash(0) }));
    await expect(afterwards).rejects.toMatchObject({ code: 'BENCHMARK_THREAD_FAILED', facts: { slot: 0 } });
  } finally {
    await threads.close();
  }
});

it('prints one JSON value on stdout and its progress elsewhere', async () => {
  const child = spawn(process.execPath, [CLI, 'benchmark', ...SMALL, '--threads', '1', '--runs', '1', '--seconds', '0.02', '--json']);
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [status] = (await once(child, 'close')) as [number];
  const report = JSON.parse(await stdout) as BenchmarkReport;
  expect(status).toBe(0);
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining([
      'hashesPerSecond',
      'randomReadLimitHashesPerSecond',
      'datasetSeconds',
      'datasetBytes',
      'lightVerifyMs',
      'cacheSeconds',
      'ratio',
    ]),
  );
  expect(await stderr).toContain('dataset on 1 thread');
});

it('ends at Ctrl-C in the middle of a measurement', async () => {
  const child = spawn(process.execPath, [CLI, 'benchmark', ...SMALL, '--threads', '1', '--runs', '100', '--seconds', '600']);
  try {
    let said = '';
    // The cache is there, and a minute and a half of light hashes begins.
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if (said.includes('cache of epoch')) break;
    }
    child.kill('SIGINT');
    const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect([status, signal]).toEqual([null, 'SIGINT']);
  } finally {
    child.kill('SIGKILL');
  }
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}
