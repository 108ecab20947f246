import { Command } from 'commander';
import { repairCommand } from './repair.ts';
import { statsCommand } from './stats.ts';
import { verifyDbCommand } from './verify.ts';

/** `medrec-miner db`: looks after the block store of a node that is stopped. */
export function dbCommand(): Command {
  return new Command('db')
    .description('verify, repair or measure a stopped node’s block store')
    .addCommand(verifyDbCommand())
    .addCommand(repairCommand())
    .addCommand(statsCommand());
}
