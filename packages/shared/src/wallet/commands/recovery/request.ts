import type { Command } from 'commander';
import { REGISTRAR_ADDRESS } from '../../../chain/index.ts';
import { resolveUserPath } from '../../../cli/index.ts';
import { readContract, registrarAbi } from '../../../contracts/index.ts';
import { MedrecError } from '../../../errors/index.ts';
import { relationshipAccount } from '../../accounts.ts';
import { type CommonOptions, walletCommand } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { writeJsonFile } from '../../json-file.ts';
import { parseAddress } from '../../recovery-options.ts';
import { nextAccountIndex } from '../../relationships.ts';
import { signRotation } from '../../rotation-consent.ts';
import { withSession } from '../../session.ts';

interface RequestOptions extends CommonOptions {
  readonly account: string;
  readonly out: string;
}

export function requestCommand(io: WalletIo): Command {
  return walletCommand('request', 'with a new seed: ask custodians or heirs for a lost key’s place')
    .requiredOption('--account <address>', 'the lost key’s address, as the recovery kit names it')
    .requiredOption('--out <file>', 'the request to send to them')
    .action((options: RequestOptions) =>
      withSession(options, io, async (session) => {
        const account = parseAddress('--account', options.account);
        const id = await readContract(session.client.call, REGISTRAR_ADDRESS, registrarAbi, 'idOf', [account]);
        if (/^0x0+$/.test(id)) throw unknownAccount(account);
        const newKey = relationshipAccount(session.seed, await nextAccountIndex(session));
        const request = await signRotation(session.domain, id, account, newKey);
        const out = resolveUserPath(options.out);
        await writeJsonFile(out, request);
        session.output.result({ request: out, newAccount: request.newAccount, deadline: request.deadline }, (print) => {
          print(`request written to ${out}; each custodian answers with \`medrec-wallet recovery approve\``);
        });
      }),
    );
}

function unknownAccount(account: string): MedrecError {
  return new MedrecError({
    code: 'ACCOUNT_UNKNOWN',
    message: 'No participant has this address now.',
    facts: { account },
    remedy: 'Take the address from the recovery kit, or from the relationship’s provider.',
  });
}
