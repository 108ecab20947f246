import { writeFile } from 'node:fs/promises';
import { createOutput, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import type { Invitation } from '../../../gatekeeper/index.ts';
import { callAdmin } from '../../admin-client.ts';
import { findHospitalDir } from '../../endpoint-file.ts';

interface InviteFlags {
  readonly dir?: string;
  readonly patient?: string;
  readonly out: string;
  readonly json: boolean;
}

/** `medrec-census invite`: the file with which a patient brings her own wallet. */
export function inviteCommand(): Command {
  return new Command('invite')
    .description('make the invitation with which a patient’s wallet takes over her relationship')
    .option('--dir <folder>', 'the serving hospital’s folder; the devnet’s by default')
    .option('--patient <id>', 'the Patient’s id in its source; the next one whom nobody invited by default')
    .requiredOption('--out <file>', 'where to write the invitation; hand it over privately')
    .option('--json', 'print one JSON value', false)
    .action(async (flags: InviteFlags) => {
      const dir = await findHospitalDir(flags.dir);
      const path = resolveUserPath(flags.out);
      const body = flags.patient === undefined ? {} : { patient: flags.patient };
      // Our own process of the same version answers, behind our own token.
      const invitation = (await callAdmin(dir, 'POST', '/v1/admin/invitations', body)) as Invitation;
      await writeInvitation(path, invitation);
      const { expiresAt } = invitation;
      createOutput(flags.json).result({ invitation: path, expiresAt }, (print) => {
        print(`invitation  ${path}`);
        print(`  Good once, until ${new Date(expiresAt * 1000).toISOString()}; her first accepted invitation voids any other of hers.`);
        print('  Whoever holds it can enter in the patient’s place: hand it over privately.');
        print('  She runs: medrec-wallet accept INVITATION.json');
      });
    });
}

/** Mode 0600, and never over another file: a patient may hold a copy of it. @throws MedrecError `FILE_EXISTS`. */
export async function writeInvitation(path: string, invitation: Invitation): Promise<void> {
  await writeFile(path, `${JSON.stringify(invitation, null, 2)}\n`, { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new MedrecError({
      code: 'FILE_EXISTS',
      message: 'A file of that name is there already.',
      facts: { path },
      remedy: 'Choose another --out; the invitation just made stays unused.',
    });
  });
}
