import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Hex, sameAddress } from '../../bytes/index.ts';
import { resolveUserPath } from '../../cli/index.ts';
import { MedrecError } from '../../errors/index.ts';
import { addressOf, viewerAccount } from '../accounts.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../common-options.ts';
import type { WalletIo } from '../io.ts';
import { writeJsonFile } from '../json-file.ts';
import { readVerified, type VerifiedRecord, verifyLocator } from '../read-verified.ts';
import { selectRelationship } from '../relationships.ts';
import { resourceRow } from '../resource-row.ts';
import { type Session, withSession } from '../session.ts';
import { tableLines } from '../table.ts';
import { readTicket, type Ticket } from '../ticket.ts';

interface ReadOptions extends CommonOptions {
  readonly relationship?: number;
  readonly ticket?: string;
  readonly out?: string;
}

interface ReadResult extends VerifiedRecord {
  /** Undefined for a viewer, who has not the key. */
  readonly locator?: 'verified' | 'under an earlier key';
}

const ROWS_SHOWN = 40;

export function readCommand(io: WalletIo): Command {
  return walletCommand('read', 'read your record, or one you have a ticket for, checked against the chain')
    .option('--relationship <n>', 'which of your own', (text) => wholeNumber('--relationship', text, 1))
    .option('--ticket <file>', 'read as the viewer this ticket was made for')
    .option('--out <folder>', 'write the resources there, one NDJSON file per FHIR type')
    .action((options: ReadOptions) =>
      withSession(options, io, async (session) => {
        const result =
          options.ticket === undefined ? await readOwn(session, options.relationship) : await readAsViewer(session, options.ticket);
        const folder = options.out === undefined ? undefined : await writeResources(resolveUserPath(options.out), result);
        show(session, result, folder);
      }),
    );
}

async function readOwn(session: Session, number: number | undefined): Promise<ReadResult> {
  const own = await selectRelationship(session, number);
  const record = await readVerified(session, { relationship: own.address, providerId: own.stewardId, reader: own.account });
  const opened = await verifyLocator(session, own, record.answer);
  return { ...record, locator: opened ? 'verified' : 'under an earlier key' };
}

async function readAsViewer(session: Session, path: string): Promise<ReadResult> {
  const ticket = await readTicket(resolveUserPath(path));
  const reader = viewerAccount(session.seed);
  requireUsable(session, ticket, addressOf(reader));
  const { relationship, providerId, scope, salt, gatekeeper } = ticket;
  const hint = gatekeeper === undefined ? {} : { gatekeeper };
  return readVerified(session, { relationship, providerId, reader, grant: { scope, salt }, ...hint });
}

function requireUsable({ network }: Session, ticket: Ticket, reader: Hex): void {
  const facts = { viewer: ticket.viewer, wallet: reader };
  if (ticket.chainId !== network.chainId || ticket.genesisHash.toLowerCase() !== network.genesisHash.toLowerCase()) {
    throw new MedrecError({
      code: 'WRONG_NETWORK',
      message: 'The ticket is for another network than this node’s.',
      remedy: 'Name a node of its network with --rpc.',
    });
  }
  if (sameAddress(ticket.viewer, reader)) return;
  throw new MedrecError({
    code: 'TICKET_NOT_YOURS',
    message: 'The ticket was made for another reader.',
    facts,
    remedy: 'Use the wallet whose `address` it names.',
  });
}

/** One NDJSON file per type, and what they were checked against. Files are readable by their owner alone. */
async function writeResources(folder: string, { answer, block }: ReadResult): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const types = Map.groupBy(answer.resources, ({ resource }) => resourceRow(resource).type);
  for (const [type, entries] of types) {
    const lines = entries.map(({ resource }) => `${JSON.stringify(resource)}\n`).join('');
    await writeFile(join(folder, `${fileName(type)}.ndjson`), lines, { mode: 0o600 });
  }
  const { relationship, index, root, leafCount } = answer;
  const leaves = answer.resources.map(({ leaf, salt, siblings }) => ({ leaf, salt, siblings }));
  await writeJsonFile(join(folder, 'verification.json'), { relationship, index, root, leafCount, block, leaves });
  return folder;
}

/** The type comes from the hospital: it names a file, never a path. */
function fileName(type: string): string {
  return /^[A-Za-z]{1,64}$/.test(type) ? type : 'other';
}

function show({ output }: Session, { answer, block, locator }: ReadResult, folder: string | undefined): void {
  const { relationship, index, root, leafCount, resources } = answer;
  const value = {
    relationship,
    index,
    root,
    leafCount,
    verified: true,
    block,
    locator,
    ...(folder === undefined ? { resources } : { folder }),
  };
  output.result(value, (print) => {
    const rows = resources.map(({ resource }) => resourceRow(resource));
    if (folder === undefined) {
      const columns = [
        { title: 'type', of: (row: (typeof rows)[number]) => row.type },
        { title: 'date', of: (row: (typeof rows)[number]) => row.date },
        { title: 'what', of: (row: (typeof rows)[number]) => row.what },
      ];
      for (const line of tableLines(rows.slice(0, ROWS_SHOWN), columns)) print(line);
      if (rows.length > ROWS_SHOWN) print(`… and ${rows.length - ROWS_SHOWN} more: --out FOLDER or --json gives all`);
      print();
    }
    print(`${resources.length} of ${leafCount} resources, verified against block ${block}`);
    if (locator === 'under an earlier key') print('the pointer itself is still under an earlier key; the hospital has to seal it anew');
    if (folder !== undefined) print(`written to ${folder}`);
  });
}
