import type { Command } from 'commander';
import { SUMMARY_ADDRESS } from '../../chain/index.ts';
import { encodeCall, summaryAbi } from '../../contracts/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { selectRelationship } from '../relationships.ts';
import { sendCall } from '../send-call.ts';
import { withSession } from '../session.ts';

interface AcknowledgeOptions extends CommonOptions {
  readonly relationship?: number;
  readonly wait: boolean;
}

export function acknowledgeCommand(io: WalletIo): Command {
  return walletCommand('acknowledge', 'say that you have seen all updates of a relationship')
    .option('--relationship <n>', 'which relationship', (text) => wholeNumber('--relationship', text, 1))
    .option('--no-wait', 'end when it is sealed')
    .action((options: AcknowledgeOptions) =>
      withSession(options, io, async (session) => {
        const own = await selectRelationship(session, options.relationship);
        const data = encodeCall(summaryAbi, 'acknowledge', [own.address, own.updates]);
        const call = { account: own.account, to: SUMMARY_ADDRESS, data, label: 'acknowledge updates', untilConfirmed: options.wait };
        const sealed = await sendCall(session, call);
        session.output.result({ relationship: own.address, updates: own.updates, ...sealed }, (print) => {
          print(`${own.updates} updates acknowledged (block ${sealed.block})`);
        });
      }),
    );
}
