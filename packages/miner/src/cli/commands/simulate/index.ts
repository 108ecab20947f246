import { Command } from 'commander';
import { validateCommand } from './validate/index.ts';

/** `medrec-miner simulate`: reward rules under honest and strategic labs. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('simulate reward rules: who gets which census data for which work')
    .addCommand(validateCommand());
}
