import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { CHECKS, runChecks, WORST_Z } from '../../../../simulator/index.ts';
import { describeOutcomes } from './describe.ts';
import { parseRequest, type ValidateFlags } from './options.ts';

/** `medrec-miner simulate validate`: each core beside the closed forms that it must reproduce. */
export function validateCommand(): Command {
  const command = new Command('validate')
    .description('show that the cores reproduce published closed forms; exit code 1 if one does not')
    .option('--check <names>', `closed forms, with commas between them: ${CHECKS.map(({ name }) => name).join(', ')}`)
    .option('--seed <text>', 'the same seed gives the same figures', 'validate')
    .option('--effort <n>', 'multiplies the number of draws', '1')
    .option('--json', 'print one JSON value', false);
  for (const [name, meaning] of parameterNames()) command.option(`--${name} <values>`, `${meaning}; several with commas, all are combined`);
  return command.action((flags: ValidateFlags) => {
    const outcomes = [...runChecks(parseRequest(flags))];
    createOutput(flags.json).result(outcomes, (print) => {
      for (const line of describeOutcomes(outcomes)) print(line);
    });
    if (outcomes.some(({ z }) => !(Math.abs(z) <= WORST_Z))) process.exitCode = 1;
  });
}

function parameterNames(): Map<string, string> {
  return new Map(
    CHECKS.flatMap(({ parameters }) =>
      Object.entries(parameters).map(([name, { meaning, list }]): [string, string] => [name, list ? `${meaning}, with colons` : meaning]),
    ),
  );
}
