#!/usr/bin/env node
import { runCommand as runProgram } from '@medrec/shared/cli';
import { Command } from 'commander';
import { claimCommand } from './commands/claim/index.ts';
import { initCommand } from './commands/init/index.ts';
import { libraryCommand } from './commands/library/index.ts';
import { rewardsCommand } from './commands/rewards/index.ts';
import { runCommand } from './commands/run/index.ts';
import { specCommand } from './commands/spec/index.ts';
import { statusCommand } from './commands/status/index.ts';
import { verifyCommand } from './commands/verify/index.ts';

const program = new Command('medrec-miner')
  .description('MedRec at the research lab: a mining node that seals medical-record blocks and is paid in census data')
  .showHelpAfterError();

for (const command of [
  initCommand(),
  specCommand(),
  runCommand(),
  statusCommand(),
  rewardsCommand(),
  claimCommand(),
  verifyCommand(),
  libraryCommand(),
]) {
  program.addCommand(command);
}

await runProgram(program);
