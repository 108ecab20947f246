#!/usr/bin/env node
import { runCommand } from '@medrec/shared/cli';
import { Command } from 'commander';
import { generateCommand } from './commands/generate/index.ts';
import { initCommand } from './commands/init/index.ts';
import { inviteCommand } from './commands/invite/index.ts';
import { loadCommand } from './commands/load/index.ts';
import { productsCommand } from './commands/products/index.ts';
import { serveCommand } from './commands/serve/index.ts';
import { statusCommand } from './commands/status/index.ts';

const program = new Command('medrec-census')
  .description('MedRec at the hospital: keeps the records, answers patients and their viewers, and pays labs with census releases')
  .showHelpAfterError();

for (const command of [
  initCommand(),
  serveCommand(),
  loadCommand(),
  inviteCommand(),
  statusCommand(),
  productsCommand(),
  generateCommand(),
]) {
  program.addCommand(command);
}

await runCommand(program);
