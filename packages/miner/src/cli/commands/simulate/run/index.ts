import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { type RunResult, runScenario } from '../../../../simulator/index.ts';
import { describeRuns } from './describe.ts';
import { parseRun, type RunFlags } from './options.ts';

/** `medrec-miner simulate run`: one scenario, one or more replications. */
export function runCommand(): Command {
  return new Command('run')
    .description('run a scenario file and print who got what')
    .argument('<scenario>', 'scenario as JSON (`simulate schema` says what it may hold)')
    .option('--rule <name>', 'another reward rule than the scenario’s')
    .option('--seed <text>', 'another seed than the scenario’s')
    .option('--replications <n>', 'runs with streams of their own', '1')
    .option('--json', 'print one JSON value', false)
    .action(async (path: string, flags: RunFlags) => {
      const { scenario, replications } = await parseRun(path, flags);
      const runs: RunResult[] = [];
      for (let replication = 0; replication < replications; replication++) runs.push(runScenario(scenario, replication));
      createOutput(flags.json).result(runs, (print) => {
        for (const line of describeRuns(runs)) print(line);
      });
    });
}
