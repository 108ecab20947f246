import { Command } from 'commander';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { repairCommand } from './repair.ts';
import { statsCommand } from './stats.ts';
import { verifyDbCommand } from './verify.ts';

/** `medrec-miner db`: looks after the block store of a node that is stopped. */
export function dbCommand(): Command {
  return new Command('db')
    .description('verify, repair, measure, export or import a stopped node’s block store')
    .addCommand(verifyDbCommand())
    .addCommand(repairCommand())
    .addCommand(statsCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand());
}
