import type { Command } from 'commander';
import { REGISTRAR_ADDRESS } from '../../../chain/index.ts';
import { resolveUserPath } from '../../../cli/index.ts';
import { encodeCall, registrarAbi } from '../../../contracts/index.ts';
import { addressOf } from '../../accounts.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { writeNewJsonFile } from '../../json-file.ts';
import { circleCommitment, type RecoveryKit } from '../../recovery-kit.ts';
import { parseCircle } from '../../recovery-options.ts';
import { selectRelationship } from '../../relationships.ts';
import { sendCall } from '../../send-call.ts';
import { type Session, withSession } from '../../session.ts';

interface SetOptions extends CommonOptions {
  readonly custodians?: string;
  readonly threshold?: number;
  readonly heirs?: string;
  readonly heirsThreshold?: number;
  readonly timeoutDays: number;
  readonly relationship?: number;
  readonly out: string;
  readonly wait: boolean;
}

const DAY_SECONDS = 86_400;

export function setCommand(io: WalletIo): Command {
  return walletCommand('set', 'name custodians and heirs; the chain sees a salted hash of them')
    .requiredOption('--out <file>', 'the recovery kit to leave with them')
    .option('--custodians <addresses>', 'who together may give you a new key')
    .option('--threshold <n>', 'how many of them (default: a majority)', (text) => wholeNumber('--threshold', text, 1))
    .option('--heirs <addresses>', 'who may, once you have given no sign of life for the timeout')
    .option('--heirs-threshold <n>', 'how many of them (default: a majority)', (text) => wholeNumber('--heirs-threshold', text, 1))
    .option('--timeout-days <n>', 'days without a sign of life; 0 switches it off', (text) => wholeNumber('--timeout-days', text), 0)
    .option('--relationship <n>', 'for which relationship’s key', (text) => wholeNumber('--relationship', text, 1))
    .option('--no-wait', 'end when it is sealed')
    .action((options: SetOptions) => withSession(options, io, (session) => setRecovery(session, options)));
}

async function setRecovery(session: Session, options: SetOptions): Promise<void> {
  const custodians = parseCircle('--custodians', options.custodians, options.threshold);
  const heirs = parseCircle('--heirs', options.heirs, options.heirsThreshold);
  const own = await selectRelationship(session, options.relationship);
  const kit: RecoveryKit = {
    version: 1,
    account: addressOf(own.account),
    id: own.ownerId,
    ...(custodians === undefined ? {} : { custodians }),
    ...(heirs === undefined ? {} : { heirs }),
  };
  const out = resolveUserPath(options.out);
  // Written first: without the salts in it, custodians could never prove that they are the ones; nor over the kit in force.
  await writeNewJsonFile(out, kit);
  const timeoutSeconds = BigInt(options.timeoutDays) * BigInt(DAY_SECONDS);
  const data = encodeCall(registrarAbi, 'setRecovery', [circleCommitment(custodians), circleCommitment(heirs), timeoutSeconds]);
  const call = { account: own.account, to: REGISTRAR_ADDRESS, data, label: 'set the recovery', untilConfirmed: options.wait };
  const sealed = await sendCall(session, call);
  session.output.result({ kit: out, timeoutSeconds, ...sealed }, (print) => {
    print(`recovery set in block ${sealed.block}; leave ${out} with custodians and heirs`);
    if (custodians !== undefined) print(`custodians: ${custodians.threshold} of ${custodians.members.length} may give you a new key`);
    if (heirs !== undefined)
      print(`heirs: ${heirs.threshold} of ${heirs.members.length}, after ${options.timeoutDays} days without \`recovery touch\``);
  });
}
