import { Command } from 'commander';
import { createSpecCommand } from './create.ts';
import { showSpecCommand } from './show.ts';

/** `medrec-miner spec`: makes the one file that a network shares, and says what is in it. */
export function specCommand(): Command {
  return new Command('spec').description('make or show a chain spec').addCommand(createSpecCommand()).addCommand(showSpecCommand());
}
