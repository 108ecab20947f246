import { readChainSpec } from '@medrec/shared/chain';
import { createOutput, resolveUserPath } from '@medrec/shared/cli';
import { Command } from 'commander';
import { printSummary, summarise } from './summary.ts';

export function showSpecCommand(): Command {
  return new Command('show')
    .description('say which network a chain spec is, and who founded it')
    .argument('<file>', 'chain spec')
    .option('--json', 'print one JSON value', false)
    .action(async (file: string, options: { json: boolean }) => {
      const summary = summarise(await readChainSpec(resolveUserPath(file)));
      createOutput(options.json).result(summary, (print) => printSummary(summary, print));
    });
}
