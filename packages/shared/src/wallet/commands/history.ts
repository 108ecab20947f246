import type { Command } from 'commander';
import { type CommonOptions, walletCommand } from '../common-options.ts';
import { gatherHistory, type RelationshipHistory } from '../gather-history.ts';
import type { WalletIo } from '../io.ts';
import { relationshipLines } from '../relationship-summary.ts';
import { ownRelationships } from '../relationships.ts';
import { withSession } from '../session.ts';
import { type Column, tableLines, timeText } from '../table.ts';

export function historyCommand(io: WalletIo): Command {
  return walletCommand('history', 'everything about you: records, grants, who read what, which census counted you')
    .option('--rescan', 'find all relationships again from the seed and the chain')
    .action((options: CommonOptions & { rescan?: boolean }) =>
      withSession(options, io, async (session) => {
        const own = await ownRelationships(session, options.rescan === true);
        const histories: RelationshipHistory[] = [];
        for (const each of own) histories.push(await gatherHistory(session, each));
        session.output.result(histories, (print) => {
          if (histories.length === 0) print('no relationships yet: accept an invitation first');
          for (const history of histories) for (const line of historyLines(history)) print(line);
        });
      }),
    );
}

function historyLines(history: RelationshipHistory): string[] {
  const { gatekeeper } = history;
  return [
    ...relationshipLines([history.relationship]),
    ...section('records', history.records, RECORD_COLUMNS),
    ...section('grants', history.grants, GRANT_COLUMNS),
    ...(gatekeeper.error === undefined ? [] : ['', `the hospital’s own logs are not to be had now (${gatekeeper.error})`]),
    ...section('who read, and who was refused', gatekeeper.accesses, ACCESS_COLUMNS),
    ...section('censuses that counted you', gatekeeper.censuses, CENSUS_COLUMNS),
    '',
  ];
}

function section<T>(title: string, rows: readonly T[], columns: readonly Column<T>[]): string[] {
  return ['', rows.length === 0 ? `${title}: none` : title, ...tableLines(rows, columns)];
}

type Row<K extends 'records' | 'grants'> = RelationshipHistory[K][number];
type LogRow<K extends 'accesses' | 'censuses'> = RelationshipHistory['gatekeeper'][K][number];

const RECORD_COLUMNS: readonly Column<Row<'records'>>[] = [
  { title: 'update', of: (row) => row.update },
  { title: 'record', of: (row) => row.index },
  { title: 'root', of: (row) => row.root },
  { title: 'block', of: (row) => row.block },
];

const GRANT_COLUMNS: readonly Column<Row<'grants'>>[] = [
  { title: 'commitment', of: (row) => row.commitment },
  { title: 'reader', of: (row) => row.viewer ?? 'ticket not kept here' },
  { title: 'types', of: (row) => row.resources?.join(',') ?? '' },
  { title: 'from', of: (row) => timeText(row.start) },
  { title: 'until', of: (row) => (row.end === 0n ? 'no end' : timeText(row.end)) },
  { title: 'state', of: (row) => row.state },
];

const ACCESS_COLUMNS: readonly Column<LogRow<'accesses'>>[] = [
  { title: 'when', of: (row) => timeText(row.at) },
  { title: 'who', of: (row) => (row.isOwn ? 'you' : row.viewer) },
  { title: 'what', of: (row) => row.action },
  {
    title: 'outcome',
    of: (row) => (row.outcome === 'allowed' ? `allowed, ${row.resources ?? 0} resources` : `refused: ${row.code ?? ''}`),
  },
];

const CENSUS_COLUMNS: readonly Column<LogRow<'censuses'>>[] = [
  { title: 'when', of: (row) => timeText(row.at) },
  { title: 'epoch', of: (row) => row.epoch },
  { title: 'product', of: (row) => row.productTitle ?? row.product },
  { title: 'release', of: (row) => row.releaseKey },
];
