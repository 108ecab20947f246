import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { describeMining } from '../../lab/describe-mining.ts';
import { nodeUrl } from '../../lab/node-url.ts';
import { type NodeStatus, readStatus } from './read-status.ts';

interface StatusOptions {
  readonly rpc?: string;
  readonly dir?: string;
  readonly json: boolean;
}

/** `medrec-miner status`: where the head is, who is connected, whether it mines and if not why, what it has earned. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show a running node’s head, peers and mining, or why it does not mine, and how much it has earned')
    .option('--rpc <url>', 'the node’s JSON-RPC')
    .option('--dir <folder>', 'the node’s folder (default: the first lab of a devnet started here)')
    .option('--json', 'print one JSON value', false)
    .action(async (options: StatusOptions) => {
      const status = await readStatus(await nodeUrl(options));
      createOutput(options.json).result(status, (print) => {
        for (const line of describe(status)) print(line);
      });
    });
}

function describe({ rpc, network, head, ageSeconds, peers, syncing, pool, checkpoints, mining, entitlements, p2p }: NodeStatus): string[] {
  return [
    `${network} network, node at ${rpc}`,
    `  head      ${head.number}  ${head.hash}  ${ageSeconds} s ago, difficulty ${head.difficulty}`,
    `  sync      ${syncing ? `block ${syncing.currentBlock} of ${syncing.highestBlock}` : 'at the head of its peers'}`,
    `  peers     ${peers}${peers === 0 ? '  (none: give --peer, or pass them an address below)' : ''}`,
    `  pool      ${pool.transactions} transactions, ${pool.ready} ready`,
    ...(checkpoints === null ? [] : [`  certified ${describeCertified(checkpoints)}`]),
    ...(mining === null
      ? ['  mining    no: the node has no lab’s key']
      : [
          ...describeMining(mining).map((line) => `  ${line}`),
          `  lab       ${mining.address}${entitlements === null ? '' : `, ${entitlements} entitlements earned`}`,
        ]),
    ...p2p.map((address) => `  address   ${address}`),
  ];
}

function describeCertified({ certified, seats, conflict }: NonNullable<NodeStatus['checkpoints']>): string {
  if (conflict) return 'CONFLICT: two certificates cannot be on one chain; hospitals pay nothing until the providers have settled it';
  if (certified === null) return 'nothing yet';
  return `block ${certified.number} by ${certified.votes} of ${seats ?? '?'} seats${certified.canonical ? '' : ', on a branch that has not arrived'}`;
}
