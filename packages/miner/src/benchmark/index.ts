export { type MachineFacts, machineFacts } from './machine.ts';
export { median } from './median.ts';
export { runBenchmark } from './run-benchmark.ts';
export type { BenchmarkOptions, BenchmarkProgress, BenchmarkReport, ByThreads } from './types.ts';
