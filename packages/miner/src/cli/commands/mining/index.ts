import { createOutput } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { describeMining, describeThreads } from '../../lab/describe-mining.ts';
import { nodeUrl } from '../../lab/node-url.ts';
import { readMining } from '../../lab/read-mining.ts';
import { type AdminOptions, callAdmin } from './control.ts';
import { workersCommand } from './workers.ts';

interface MiningOptions extends AdminOptions {
  readonly rpc?: string;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  medrec-miner mining --dir my-lab              rates by thread, luck, blocks, dataset
  medrec-miner mining workers --dir my-lab      the outside miners and their solutions
  medrec-miner mining threads 3 --dir my-lab    from now on three threads; 0 leaves it to outside miners
  medrec-miner mining intensity 50 --dir my-lab each thread works half of its time
  medrec-miner mining stop --dir my-lab         the node goes on without mining`;

/** `medrec-miner mining`: what a running node's mining does, and changing it without a restart. */
export function miningCommand(): Command {
  return new Command('mining')
    .description('show or change the mining of a running node')
    .addCommand(show(), { isDefault: true })
    .addCommand(workersCommand())
    .addCommand(change('start', 'begin to mine, or when the first sync has ended', 'miner_start'))
    .addCommand(change('stop', 'end the search threads and give their memory back; the node goes on', 'miner_stop'))
    .addCommand(changeNumber('threads', 'n', 'how many threads search; 0 for outside miners only', 'miner_setThreads'))
    .addCommand(changeNumber('intensity', 'percent', 'share of each thread’s time that is spent mining, 1 to 100', 'miner_setIntensity'))
    .addHelpText('after', EXAMPLES);
}

function withNodeOptions(command: Command): Command {
  return command
    .option('--dir <folder>', 'the node’s folder (default: the first lab of a devnet started here)')
    .option('--rpc <url>', 'the node’s JSON-RPC (default: the node running in the folder)')
    .option('--json', 'print one JSON value', false);
}

function withToken(command: Command): Command {
  return withNodeOptions(command).option('--token-file <file>', 'file with the node’s admin token (default: `admin-token` in its folder)');
}

function show(): Command {
  return withNodeOptions(new Command('show'))
    .description('show hash rates by thread, luck, blocks and dataset (the default)')
    .action(async (options: MiningOptions) => print(await nodeUrl(options), options));
}

function change(name: string, description: string, method: string): Command {
  return withToken(new Command(name))
    .description(description)
    .action(async (options: MiningOptions) => {
      const rpc = await nodeUrl(options);
      await callAdmin(rpc, options, method, []);
      await print(rpc, options);
    });
}

function changeNumber(name: string, argument: string, description: string, method: string): Command {
  return withToken(new Command(name))
    .description(description)
    .argument(`<${argument}>`)
    .action(async (text: string, options: MiningOptions) => {
      const rpc = await nodeUrl(options);
      await callAdmin(rpc, options, method, [wholeNumber(name, text)]);
      await print(rpc, options);
    });
}

async function print(rpc: string, options: MiningOptions): Promise<void> {
  const mining = await readMining(rpc);
  createOutput(options.json).result(mining, (line) => {
    if (mining === null) return line('The node has no lab’s key, so it cannot mine.');
    for (const text of describeMining(mining)) line(text);
    const threads = describeThreads(mining);
    if (threads.length > 0) line();
    for (const text of threads) line(text);
  });
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: 'An option has a wrong value.',
    facts: { option: name, expected: 'a whole number' },
  });
}
