import type { BenchmarkReport, MachineFacts } from '../../../benchmark/index.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** Threads that have less of a processor than this were disturbed. */
const QUIET_SHARE = 0.97;

/** A benchmark for people: the machine, then one line for each number of threads. */
export function describeReport(report: BenchmarkReport): string[] {
  const { machine, epoch, runs, secondsPerRun } = report;
  const rows = Object.keys(report.hashesPerSecond).map((threads) => [
    threads,
    seconds(report.datasetSeconds[threads]),
    kilohashes(report.hashesPerSecond[threads]),
    kilohashes(report.randomReadLimitHashesPerSecond[threads]),
    (report.ratio[threads] ?? Number.NaN).toFixed(2),
    share(report.byProcessorTime[threads]?.share),
  ]);
  return [
    `Ethash on ${machine.cpu}`,
    `  ${machine.cores} cores, ${(machine.memoryBytes / GIB).toFixed(0)} GiB, ${machine.platform}, Node ${machine.node} (V8 ${machine.v8})`,
    `  ${pages(machine)}`,
    '',
    `Epoch ${epoch}: cache ${bytes(report.cacheBytes)}, dataset ${bytes(report.datasetBytes)}. Medians of ${runs} runs of ${secondsPerRun} s, hash rate and limit by turns.`,
    `The limit is what the memory gives: random reads of 128 bytes, 64 to a hash.`,
    '',
    ...table(['threads', 'dataset', 'hash rate', 'limit', 'ratio', 'processor'], rows),
    '',
    `  cache               ${seconds(report.cacheSeconds)}`,
    `  light verification  ${headers(report)}`,
    `  latency limit       ${report.lightVerifyLimitMs.toFixed(3)} ms: the reads of the cache that one header waits for, one after the other`,
    `  checked             ${report.hashesChecked} hashes: from the dataset and from the cache the same, and judged rightly by the search`,
    ...disturbance(report),
  ];
}

/** What an idle machine would show, when this one was not. */
function disturbance({ byProcessorTime, processorTime }: BenchmarkReport): string[] {
  const known = Object.entries(byProcessorTime).flatMap(([threads, rates]) => (rates === null ? [] : [{ threads, ...rates }]));
  if (!known.some(({ share }) => share < QUIET_SHARE)) return [];
  const rows = known.map((rates) => [
    rates.threads,
    seconds(rates.datasetSeconds),
    kilohashes(rates.hashesPerSecond),
    rates.ratio.toFixed(2),
  ]);
  return [
    '',
    'The threads did not have the processor all the time; an idle machine shows more. By processor time alone:',
    '',
    ...table(['threads', 'dataset', 'hash rate', 'ratio'], rows),
    ...(processorTime === null ? [] : [`  cache ${seconds(processorTime.cacheSeconds)}, light verification ${headers(processorTime)}`]),
  ];
}

function headers({
  lightVerifyMs,
  lightVerifyBatchedMs,
}: {
  readonly lightVerifyMs: number;
  readonly lightVerifyBatchedMs: number;
}): string {
  return `${lightVerifyMs.toFixed(3)} ms a header, ${lightVerifyBatchedMs.toFixed(3)} ms each in a batch`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [heads, ...rows].map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('   ')}`);
}

function pages({ transparentHugePages, hugePageBytes }: MachineFacts): string {
  if (transparentHugePages === null) return 'memory pages: unknown';
  const held = hugePageBytes === null ? '' : `, ${bytes(hugePageBytes)} of this process in huge pages`;
  return `memory pages: transparent huge pages ${transparentHugePages}${held}`;
}

function bytes(count: number): string {
  if (count >= GIB) return `${(count / GIB).toFixed(2)} GiB`;
  return count >= MIB ? `${(count / MIB).toFixed(1)} MiB` : `${(count / 1024).toFixed(0)} KiB`;
}

function seconds(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(2)} s`;
}

function kilohashes(value: number | undefined): string {
  return `${((value ?? Number.NaN) / 1000).toFixed(1)} kH/s`;
}

function share(value: number | null | undefined): string {
  return value === null || value === undefined ? 'unknown' : `${Math.round(value * 100)} %`;
}
