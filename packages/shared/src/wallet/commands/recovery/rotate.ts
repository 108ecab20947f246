import type { Command } from 'commander';
import type { HDNodeWallet } from 'ethers';
import { type Hex, sameAddress } from '../../../bytes/index.ts';
import { REGISTRAR_ADDRESS } from '../../../chain/index.ts';
import { resolveUserPath } from '../../../cli/index.ts';
import { encodeCall, registrarAbi } from '../../../contracts/index.ts';
import { MedrecError } from '../../../errors/index.ts';
import { addressOf, relationshipAccount } from '../../accounts.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { readRecoveryKit, readRotationApproval, readRotationRequest } from '../../recovery-kit.ts';
import { nextAccountIndex, selectRelationship } from '../../relationships.ts';
import { signRotation } from '../../rotation-consent.ts';
import { sendCall } from '../../send-call.ts';
import { type Session, withSession } from '../../session.ts';

interface RotateOptions extends CommonOptions {
  readonly relationship?: number;
  readonly request?: string;
  readonly kit?: string;
  readonly approval?: string[];
  readonly heirs?: boolean;
  readonly wait: boolean;
}

interface Rotation {
  readonly sender: HDNodeWallet;
  readonly data: Hex;
  readonly id: Hex;
  readonly newAccount: Hex;
}

export function rotateCommand(io: WalletIo): Command {
  return walletCommand('rotate', 'propose a new key: for yourself, or with --request for one who lost theirs')
    .option('--relationship <n>', 'whose key changes; with --request, whose key sends', (text) => wholeNumber('--relationship', text, 1))
    .option('--request <file>', 'the request of whoever lost the key')
    .option('--kit <file>', 'the recovery kit that was left with you')
    .option('--approval <file...>', 'the custodians’ or heirs’ approvals')
    .option('--heirs', 'the approvals are the heirs’')
    .option('--no-wait', 'end when it is sealed')
    .action((options: RotateOptions) => withSession(options, io, (session) => rotate(session, options)));
}

async function rotate(session: Session, options: RotateOptions): Promise<void> {
  const rotation =
    options.request === undefined ? await ownRotation(session, options) : await rotationFor(session, options, options.request);
  const { sender: account, data, id, newAccount } = rotation;
  const call = { account, to: REGISTRAR_ADDRESS, data, label: 'propose the rotation', untilConfirmed: options.wait };
  const sealed = await sendCall(session, call);
  const { rotationDelaySeconds } = session.network;
  session.output.result({ id, newAccount, rotationDelaySeconds, ...sealed }, (print) => {
    print(`${newAccount} proposed in block ${sealed.block}; the old key can veto for ${rotationDelaySeconds} s`);
    print(`after that: medrec-wallet recovery finish --id ${id}`);
  });
}

async function ownRotation(session: Session, options: RotateOptions): Promise<Rotation> {
  const own = await selectRelationship(session, options.relationship);
  const newKey = relationshipAccount(session.seed, await nextAccountIndex(session));
  const { newAccount, newEncryptionKey, deadline, consent } = await signRotation(
    session.domain,
    own.ownerId,
    addressOf(own.account),
    newKey,
  );
  const data = encodeCall(registrarAbi, 'proposeRotation', [newAccount, newEncryptionKey, deadline, consent]);
  return { sender: own.account, data, id: own.ownerId, newAccount };
}

/** Sent by any active participant: here by one of this wallet's own relationships. */
async function rotationFor(session: Session, options: RotateOptions, requestPath: string): Promise<Rotation> {
  if (options.kit === undefined || options.approval === undefined) {
    throw new MedrecError({
      code: 'OPTION_MISSING',
      message: 'A request goes with its recovery kit and approvals.',
      remedy: 'Give --kit and --approval.',
    });
  }
  const request = await readRotationRequest(resolveUserPath(requestPath));
  const kit = await readRecoveryKit(resolveUserPath(options.kit));
  const approvals = await Promise.all(options.approval.map((path) => readRotationApproval(resolveUserPath(path))));
  const circle = options.heirs === true ? kit.heirs : kit.custodians;
  if (circle === undefined) {
    throw new MedrecError({
      code: 'RECOVERY_NOT_SET',
      message: 'The kit names nobody for this.',
      remedy: 'Try with, or without, --heirs.',
    });
  }
  // The contract matches signatures with members by place.
  const signatures = circle.members.map((member) => approvals.find((each) => sameAddress(each.member, member))?.signature ?? '0x');
  const { id, account, newAccount, newEncryptionKey, deadline, consent } = request;
  const { members, threshold, salt } = circle;
  const args = [account, newAccount, newEncryptionKey, deadline, consent, members, threshold, salt, signatures] as const;
  const data =
    options.heirs === true
      ? encodeCall(registrarAbi, 'proposeRotationByHeirs', args)
      : encodeCall(registrarAbi, 'proposeRotationByCustodians', args);
  const own = await selectRelationship(session, options.relationship);
  return { sender: own.account, data, id, newAccount };
}
