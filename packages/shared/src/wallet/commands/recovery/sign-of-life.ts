import type { Command } from 'commander';
import { REGISTRAR_ADDRESS } from '../../../chain/index.ts';
import { encodeCall, registrarAbi } from '../../../contracts/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { selectRelationship } from '../../relationships.ts';
import { sendCall } from '../../send-call.ts';
import { withSession } from '../../session.ts';

interface SignOptions extends CommonOptions {
  readonly relationship?: number;
  readonly wait: boolean;
}

export function touchCommand(io: WalletIo): Command {
  return ownKeyCommand(io, 'touch', 'give a sign of life: the heirs’ time starts anew', 'sign of life given');
}

export function vetoCommand(io: WalletIo): Command {
  return ownKeyCommand(io, 'veto', 'stop a rotation that somebody proposed for your key', 'the rotation is stopped');
}

function ownKeyCommand(io: WalletIo, name: 'touch' | 'veto', description: string, done: string): Command {
  return walletCommand(name, description)
    .option('--relationship <n>', 'which relationship’s key', (text) => wholeNumber('--relationship', text, 1))
    .option('--no-wait', 'end when it is sealed')
    .action((options: SignOptions) =>
      withSession(options, io, async (session) => {
        const own = await selectRelationship(session, options.relationship);
        const data = name === 'touch' ? encodeCall(registrarAbi, 'touch', []) : encodeCall(registrarAbi, 'vetoRotation', []);
        const call = { account: own.account, to: REGISTRAR_ADDRESS, data, label: description, untilConfirmed: options.wait };
        const sealed = await sendCall(session, call);
        session.output.result({ relationship: own.address, ...sealed }, (print) => print(`${done} (block ${sealed.block})`));
      }),
    );
}
