import type { Command } from 'commander';
import { type CommonOptions, walletCommand } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { relationshipLines, summarize } from '../relationship-summary.ts';
import { ownRelationships } from '../relationships.ts';
import { withSession } from '../session.ts';

export function relationshipsCommand(io: WalletIo): Command {
  return walletCommand('relationships', 'list your relationships, as the chain shows them')
    .option('--rescan', 'find them again from the seed and the chain')
    .action((options: CommonOptions & { rescan?: boolean }) =>
      withSession(options, io, async (session) => {
        const own = await ownRelationships(session, options.rescan === true);
        const rows = await Promise.all(own.map((each) => summarize(session, each)));
        session.output.result(rows, (print) => {
          if (rows.length === 0) print('no relationships yet: accept an invitation first');
          for (const line of relationshipLines(rows)) print(line);
        });
      }),
    );
}
