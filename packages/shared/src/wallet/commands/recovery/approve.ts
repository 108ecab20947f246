import type { Command } from 'commander';
import type { Hex } from '../../../bytes/index.ts';
import { resolveUserPath } from '../../../cli/index.ts';
import { CUSTODIAN_APPROVAL_TYPES } from '../../../signing/index.ts';
import { addressOf, viewerAccount } from '../../accounts.ts';
import { type CommonOptions, walletCommand } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { writeJsonFile } from '../../json-file.ts';
import { type RotationApproval, readRotationRequest } from '../../recovery-kit.ts';
import { withSession } from '../../session.ts';

export function approveCommand(io: WalletIo): Command {
  return walletCommand('approve', 'as a custodian or heir: agree to a request, once you have spoken to whoever made it')
    .argument('<request>', 'the request’s file')
    .requiredOption('--out <file>', 'your approval, to send back')
    .action((path: string, options: CommonOptions & { out: string }) =>
      withSession(options, io, async (session) => {
        const { id, newAccount, deadline } = await readRotationRequest(resolveUserPath(path));
        const member = viewerAccount(session.seed);
        const signature = (await member.signTypedData(session.domain, CUSTODIAN_APPROVAL_TYPES, { id, newAccount, deadline })) as Hex;
        const approval: RotationApproval = { version: 1, id, newAccount, member: addressOf(member), signature };
        const out = resolveUserPath(options.out);
        await writeJsonFile(out, approval);
        session.output.result({ approval: out, member: approval.member, newAccount }, (print) =>
          print(`approval of ${newAccount} written to ${out}`),
        );
      }),
    );
}
