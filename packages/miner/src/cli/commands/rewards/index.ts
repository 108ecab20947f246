import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { type Entitlement, listEntitlements } from '../../../rewards/index.ts';
import { connectNode, type LabOptions, labKey, openLibrary, withLabOptions } from '../../lab/open-lab.ts';

const EXPLAINED: Readonly<Record<Entitlement['stage'], string>> = {
  unconfirmed: 'its block is not deep enough yet',
  'epoch-open': 'its census epoch still runs',
  'awaiting-close': 'the provider has not closed the epoch',
  'awaiting-release': 'the provider is making the release',
  'confirming-release': 'the release’s commitments are not deep enough yet',
  claimable: 'may be claimed now',
  filed: 'claimed, verified, in the library',
  lost: 'the provider reported it lost',
};

/** `medrec-miner rewards`: what sealing has earned, how deep, and what it waits for. */
export function rewardsCommand(): Command {
  return withLabOptions(new Command('rewards'))
    .description('list what this lab has earned by sealing: confirmations, stage, and what it waits for')
    .option('--json', 'print one JSON value', false)
    .action(async (options: LabOptions & { json: boolean }) => {
      const { client, reads } = await connectNode(options);
      try {
        const { account } = await labKey(options);
        const library = await openLibrary(options);
        const earned = await listEntitlements(client, reads, await reads.idOf(account), library, BigInt(Math.floor(Date.now() / 1000)));
        createOutput(options.json).result({ lab: account, rewards: earned }, (print) => {
          if (earned.length === 0) print('Nothing earned yet: a lab earns the offers in the blocks it seals.');
          for (const reward of earned) print(line(reward));
        });
      } finally {
        client.close();
      }
    });
}

function line({ releaseKey, libraryName, epoch, tier, confirmations, stage, epochEndsInSeconds }: Entitlement): string {
  const wait = stage === 'epoch-open' ? `, ${epochEndsInSeconds} s to go` : '';
  return `${releaseKey.slice(0, 10)}  ${libraryName.padEnd(24)}  epoch ${epoch}  tier ${tier}  ${String(confirmations).padStart(4)} confirmations  ${stage}: ${EXPLAINED[stage]}${wait}`;
}
