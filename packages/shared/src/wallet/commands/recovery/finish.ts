import type { Command } from 'commander';
import { type Hex, isHex } from '../../../bytes/index.ts';
import { REGISTRAR_ADDRESS } from '../../../chain/index.ts';
import { encodeCall, readContract, registrarAbi } from '../../../contracts/index.ts';
import { MedrecError } from '../../../errors/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../../common-options.ts';
import type { WalletIo } from '../../io.ts';
import { selectRelationship } from '../../relationships.ts';
import { sendCall } from '../../send-call.ts';
import { type Session, withSession } from '../../session.ts';
import { timeText } from '../../table.ts';

interface FinishOptions extends CommonOptions {
  readonly relationship?: number;
  readonly id?: string;
  readonly wait: boolean;
}

export function finishCommand(io: WalletIo): Command {
  return walletCommand('finish', 'put the new key in force, once the wait is over')
    .option('--relationship <n>', 'whose key changes; with --id, whose key sends', (text) => wholeNumber('--relationship', text, 1))
    .option('--id <bytes32>', 'the participant, when it is not your own')
    .option('--no-wait', 'end when it is sealed')
    .action((options: FinishOptions) => withSession(options, io, (session) => finish(session, options)));
}

async function finish(session: Session, options: FinishOptions): Promise<void> {
  const own = await selectRelationship(session, options.relationship);
  const id = options.id ?? own.ownerId;
  if (!isHex(id, 32))
    throw new MedrecError({
      code: 'OPTION_INVALID',
      message: '--id takes 32 bytes as 0x-prefixed hexadecimal.',
      facts: { option: '--id' },
      remedy: 'Copy it from what `recovery rotate` printed: 0x and 64 digits.',
    });
  await requireWaitOver(session, id);
  const data = encodeCall(registrarAbi, 'finishRotation', [id]);
  const call = { account: own.account, to: REGISTRAR_ADDRESS, data, label: 'finish the rotation', untilConfirmed: options.wait };
  const sealed = await sendCall(session, call);
  session.output.result({ id, ...sealed }, (print) => print(`the new key is in force (block ${sealed.block})`));
}

/** @throws MedrecError `ROTATION_NOT_PROPOSED`, `ROTATION_WAITING`. */
async function requireWaitOver({ client }: Session, id: Hex): Promise<void> {
  const { effectiveAt } = await readContract(client.call, REGISTRAR_ADDRESS, registrarAbi, 'rotationOf', [id]);
  if (effectiveAt === 0n) {
    const remedy = 'Propose one with `recovery rotate`; a finished or vetoed one is gone.';
    throw new MedrecError({ code: 'ROTATION_NOT_PROPOSED', message: 'No rotation is waiting for this key.', facts: { id }, remedy });
  }
  // The chain's clock is its newest block's.
  const { timestamp } = await client.head();
  if (timestamp >= effectiveAt) return;
  throw new MedrecError({
    code: 'ROTATION_WAITING',
    message: 'The old key can still veto.',
    facts: { secondsLeft: effectiveAt - timestamp },
    remedy: `Try again after ${timeText(effectiveAt)}.`,
  });
}
