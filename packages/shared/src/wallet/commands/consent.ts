import type { Command } from 'commander';
import { PURPOSE } from '../../census/index.ts';
import { PERMISSIONS_ADDRESS } from '../../chain/index.ts';
import { encodeCall, permissionsAbi } from '../../contracts/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { parsePurposes, purposesText } from '../purposes.ts';
import { selectRelationship } from '../relationships.ts';
import { sendCall } from '../send-call.ts';
import { withSession } from '../session.ts';

interface ConsentOptions extends CommonOptions {
  readonly relationship?: number;
  readonly wait: boolean;
}

export function consentCommand(io: WalletIo): Command {
  return walletCommand('consent', 'say which purposes’ censuses may count you; care does not depend on it')
    .argument('<purposes>', `all, none, or some of ${Object.keys(PURPOSE).join(',')}`)
    .option('--relationship <n>', 'which relationship', (text) => wholeNumber('--relationship', text, 1))
    .option('--no-wait', 'end when it is sealed')
    .action((text: string, options: ConsentOptions) =>
      withSession(options, io, async (session) => {
        const purposes = parsePurposes(text);
        const own = await selectRelationship(session, options.relationship);
        const data = encodeCall(permissionsAbi, 'setCensusConsent', [own.address, purposes]);
        const call = { account: own.account, to: PERMISSIONS_ADDRESS, data, label: 'set the census consent', untilConfirmed: options.wait };
        const sealed = await sendCall(session, call);
        session.output.result({ relationship: own.address, purposes: purposesText(purposes), ...sealed }, (print) => {
          print(`censuses may count you for: ${purposesText(purposes)} (block ${sealed.block})`);
          print('it holds for every census closed from now on; one already closed keeps what it counted');
        });
      }),
    );
}
