import type { Command } from 'commander';
import { RELATIONSHIPS_ADDRESS } from '../../chain/index.ts';
import { encodeCall, relationshipsAbi } from '../../contracts/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { selectRelationship } from '../relationships.ts';
import { sendCall } from '../send-call.ts';
import { withSession } from '../session.ts';

interface StateOptions extends CommonOptions {
  readonly relationship?: number;
  readonly wait: boolean;
}

const MOVES = [
  { name: 'pause', description: 'let nobody but you read, and no updates in, for now', done: 'paused' },
  { name: 'resume', description: 'take a paused relationship up again', done: 'accepted' },
  { name: 'end', description: 'end a relationship for good; your record stays yours to read', done: 'ended' },
] as const;

/** `pause`, `resume` and `end`: one call of the Relationships contract each. */
export function relationshipStateCommands(io: WalletIo): Command[] {
  return MOVES.map(({ name, description, done }) =>
    walletCommand(name, description)
      .option('--relationship <n>', 'which relationship', (text) => wholeNumber('--relationship', text, 1))
      .option('--no-wait', 'end when it is sealed')
      .action((options: StateOptions) =>
        withSession(options, io, async (session) => {
          const own = await selectRelationship(session, options.relationship);
          const data = encodeCall(relationshipsAbi, name, [own.address]);
          const call = {
            account: own.account,
            to: RELATIONSHIPS_ADDRESS,
            data,
            label: `${name} the relationship`,
            untilConfirmed: options.wait,
          };
          const sealed = await sendCall(session, call);
          session.output.result({ relationship: own.address, state: done, ...sealed }, (print) => {
            print(`relationship ${own.number} is ${done} (block ${sealed.block})`);
          });
        }),
      ),
  );
}
