import { createOutput, createProgress } from '@medrec/shared/cli';
import { Command } from 'commander';
import { type BenchmarkProgress, runBenchmark } from '../../../benchmark/index.ts';
import { type BenchmarkFlags, parseFlags } from './options.ts';
import { describeReport } from './report.ts';

/** `medrec-miner benchmark`: what this machine's Ethash does, beside what its memory allows. */
export function benchmarkCommand(): Command {
  return new Command('benchmark')
    .description('measure this machine’s Ethash: hash rate by threads and the memory’s limit, dataset, verification')
    .option('--threads <list>', 'numbers of threads to measure, such as 1,2 (default: 1, 2, 4, … up to all cores)')
    .option('--epoch <n>', 'Ethash epoch: sets the sizes of cache and dataset', '0')
    .option('--runs <n>', 'samples of each measurement; the median is printed', '5')
    .option('--seconds <n>', 'length of one sample', '2')
    .option('--cache-bytes <n>', 'cache of a fixed size, as on a devnet (with --dataset-bytes)')
    .option('--dataset-bytes <n>', 'dataset of a fixed size; a small one measures the processor, not the memory')
    .option('--json', 'print one JSON value', false)
    .action(async (flags: BenchmarkFlags) => {
      const report = await runBenchmark({ ...parseFlags(flags), progress: onStderr() });
      createOutput(flags.json).result(report, (print) => {
        for (const line of describeReport(report)) print(line);
      });
    });
}

function onStderr(): BenchmarkProgress {
  return {
    dataset: (threads) => createProgress(`dataset on ${threads === 1 ? '1 thread' : `${threads} threads`}`, 'items'),
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}
