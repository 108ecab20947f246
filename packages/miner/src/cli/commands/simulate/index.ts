import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { REWARD_RULES } from '../../../rewards/index.ts';
import { STRATEGIES, scenarioJsonSchema } from '../../../simulator/index.ts';
import { runCommand } from './run/index.ts';
import { validateCommand } from './validate/index.ts';

/** `medrec-miner simulate`: reward rules under honest and strategic labs. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('simulate reward rules: who gets which census data for which work')
    .addCommand(runCommand())
    .addCommand(validateCommand())
    .addCommand(rulesCommand())
    .addCommand(strategiesCommand())
    .addCommand(schemaCommand());
}

function rulesCommand(): Command {
  return new Command('rules')
    .description('list the reward rules, and which can be deployed')
    .option('--json', 'print one JSON value', false)
    .action((flags: { readonly json: boolean }) => {
      const rules = REWARD_RULES.map(({ name, summary, deployability, settings = {} }) => ({ name, summary, deployability, settings }));
      createOutput(flags.json).result(rules, (print) => {
        for (const { name, summary = '', deployability, settings } of rules) {
          print(`${name.padEnd(18)} ${summary}`);
          print(`${''.padEnd(18)} ${deployability.deployable ? 'deployable' : `not deployable: ${deployability.reason}`}`);
          const set = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
          if (set.length > 0) print(`${''.padEnd(18)} settings: ${set.join(' ')}`);
        }
      });
    });
}

function strategiesCommand(): Command {
  return new Command('strategies')
    .description('list what labs can do')
    .option('--json', 'print one JSON value', false)
    .action((flags: { readonly json: boolean }) => {
      const strategies = STRATEGIES.map(({ name, summary }) => ({ name, summary }));
      createOutput(flags.json).result(strategies, (print) => {
        for (const { name, summary } of strategies) print(`${name.padEnd(12)} ${summary}`);
      });
    });
}

function schemaCommand(): Command {
  return new Command('schema').description('print the JSON Schema of scenario files, for editors').action(() => {
    createOutput(true).result(scenarioJsonSchema(), () => undefined);
  });
}
