#!/usr/bin/env node
import { runProgram } from '@medrec/shared/cli';
import { Command } from 'commander';

const program = new Command('medrec-miner').description(
  'MedRec at the research lab: a mining node that seals medical-record blocks and is paid in census data',
);

await runProgram(program, {
  init: async () => (await import('./commands/init/index.ts')).initCommand(),
  spec: async () => (await import('./commands/spec/index.ts')).specCommand(),
  run: async () => (await import('./commands/run/index.ts')).runCommand(),
  mining: async () => (await import('./commands/mining/index.ts')).miningCommand(),
  status: async () => (await import('./commands/status/index.ts')).statusCommand(),
  rewards: async () => (await import('./commands/rewards/index.ts')).rewardsCommand(),
  claim: async () => (await import('./commands/claim/index.ts')).claimCommand(),
  verify: async () => (await import('./commands/verify/index.ts')).verifyCommand(),
  benchmark: async () => (await import('./commands/benchmark/index.ts')).benchmarkCommand(),
  simulate: async () => (await import('./commands/simulate/index.ts')).simulateCommand(),
  db: async () => (await import('./commands/db/index.ts')).dbCommand(),
  library: async () => (await import('./commands/library/index.ts')).libraryCommand(),
});
