import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { describeWorkers } from '../../lab/describe-workers.ts';
import { nodeUrl } from '../../lab/node-url.ts';
import { readWorkers } from '../../lab/read-workers.ts';

interface WorkersOptions {
  readonly dir?: string;
  readonly rpc?: string;
  readonly json: boolean;
}

/** `medrec-miner mining workers`: the outside miners, and what became of their solutions. */
export function workersCommand(): Command {
  return new Command('workers')
    .description('show the outside miners: accepted, stale and rejected solutions, blocks and rates')
    .option('--dir <folder>', 'the node’s folder (default: the first lab of a devnet started here)')
    .option('--rpc <url>', 'the node’s JSON-RPC (default: the node running in the folder)')
    .option('--json', 'print one JSON value', false)
    .action(async (options: WorkersOptions) => {
      const workers = await readWorkers(await nodeUrl(options));
      createOutput(options.json).result(workers, (line) => {
        if (workers === null) return line('The node has no lab’s key, so it has no work for outside miners.');
        for (const text of describeWorkers(workers, Date.now())) line(text);
      });
    });
}
