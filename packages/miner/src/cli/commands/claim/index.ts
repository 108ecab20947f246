import type { Hex } from '@medrec/shared/bytes';
import { createOutput } from '@medrec/shared/cli';
import { asMedrecError, MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { claimAndFile, type Entitlement, listEntitlements } from '../../../rewards/index.ts';
import { connectNode, type LabOptions, labKey, openLibrary, withLabOptions } from '../../lab/open-lab.ts';

/** `medrec-miner claim`: fetch, verify and file what may be claimed now. A running lab does this by itself. */
export function claimCommand(): Command {
  return withLabOptions(new Command('claim'))
    .description('claim releases from their providers, verify them against the chain and file them (a running lab does this by itself)')
    .argument('[release...]', 'release keys, or their first characters, as `rewards` prints them; none = all that may be claimed')
    .option('--json', 'print one JSON value', false)
    .action(async (wanted: string[], options: LabOptions & { json: boolean }) => {
      const { client, reads } = await connectNode(options);
      try {
        const [{ key, account }, library] = [await labKey(options), await openLibrary(options)];
        const labId = await reads.idOf(account);
        const earned = await listEntitlements(client, reads, labId, library, BigInt(Math.floor(Date.now() / 1000)));
        const outcomes: Outcome[] = [];
        for (const entitlement of choose(earned, wanted)) {
          const { releaseKey } = entitlement;
          const outcome = await claimAndFile(entitlement, { client, reads, library, labKey: key, labId }).then(
            ({ name, path }): Outcome => ({ releaseKey, filed: { name, path } }),
            (thrown: unknown): Outcome => ({ releaseKey, error: asMedrecError(thrown) }),
          );
          outcomes.push(outcome);
        }
        if (outcomes.some(({ error }) => error)) process.exitCode = 1;
        createOutput(options.json).result({ claims: outcomes }, (print) => {
          if (outcomes.length === 0) print('Nothing may be claimed now; `medrec-miner rewards` says what is waited for.');
          for (const { releaseKey, filed, error } of outcomes) {
            const said = filed ? `filed as ${filed.name} in ${filed.path}` : `refused  ${error?.code}: ${error?.message}`;
            print(`${releaseKey.slice(0, 10)}  ${said}`);
          }
        });
      } finally {
        client.close();
      }
    });
}

interface Outcome {
  readonly releaseKey: Hex;
  readonly filed?: { readonly name: string; readonly path: string };
  readonly error?: MedrecError;
}

/** Named releases are asked for whatever their stage, so that the provider's own answer is seen. */
function choose(earned: readonly Entitlement[], wanted: readonly string[]): Entitlement[] {
  if (wanted.length === 0) return earned.filter(({ stage }) => stage === 'claimable');
  return wanted.map((prefix) => {
    const found = earned.filter(({ releaseKey }) => releaseKey.startsWith(prefix.toLowerCase()));
    if (found.length === 1 && found[0]) return found[0];
    throw new MedrecError({
      code: 'RELEASE_UNKNOWN',
      message: found.length === 0 ? 'This lab has earned no such release.' : 'More than one release begins like this.',
      facts: { release: prefix, earned: earned.length },
      remedy: 'See `medrec-miner rewards`.',
    });
  });
}
