import { randomBytes } from 'node:crypto';
import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { bytesToHex } from '../../bytes/index.ts';
import { PERMISSIONS_ADDRESS } from '../../chain/index.ts';
import { resolveUserPath } from '../../cli/index.ts';
import { encodeCall, permissionsAbi } from '../../contracts/index.ts';
import { grantCommitment } from '../../records/index.ts';
import { type CommonOptions, walletCommand, wholeNumber } from '../common-options.ts';
import { gatekeeperUrl } from '../gatekeepers.ts';
import type { WalletIo } from '../io.ts';
import { writeJsonFile, writeNewJsonFile } from '../json-file.ts';
import { parseAddress } from '../recovery-options.ts';
import { type OwnRelationship, selectRelationship } from '../relationships.ts';
import { GRANT_CONDITIONS, type GrantCondition, parseScope, parseValidity, type ValidityOptions } from '../scope-options.ts';
import { type Sealed, sendCall } from '../send-call.ts';
import { type Session, withSession } from '../session.ts';
import { timeText } from '../table.ts';
import type { Ticket } from '../ticket.ts';

interface GrantOptions extends CommonOptions, ValidityOptions {
  readonly to: string;
  readonly resources: string;
  readonly relationship?: number;
  readonly condition: GrantCondition;
  readonly out: string;
  readonly wait: boolean;
}

export function grantCommand(io: WalletIo): Command {
  return walletCommand('grant', 'let somebody read; the chain sees a salted hash of whom and what')
    .requiredOption('--to <address>', 'the reader’s address, from their `medrec-wallet address`')
    .requiredOption('--out <file>', 'where to write the ticket to hand to the reader; never over another')
    .option('--resources <types>', 'FHIR types such as Observation,Condition, or * for all', '*')
    .option('--days <n>', 'how long (default: 30)', (text) => wholeNumber('--days', text, 1))
    .option('--until <date>', 'or until when; `never` for no end')
    .option('--from <date>', 'from when (default: now)')
    .option('--relationship <n>', 'which relationship’s records', (text) => wholeNumber('--relationship', text, 1))
    .addOption(
      new Option('--condition <when>', 'heirs: only once your switch has fired; lifetime: not after it')
        .choices(GRANT_CONDITIONS)
        .default('none'),
    )
    .option('--no-wait', 'end when the grant is sealed; the gatekeeper waits for its confirmations')
    .action((options: GrantOptions) => withSession(options, io, (session) => grant(session, options)));
}

async function grant(session: Session, options: GrantOptions): Promise<void> {
  const own = await selectRelationship(session, options.relationship);
  const ticket = await makeTicket(session, own, options);
  const out = resolveUserPath(options.out);
  await writeNewJsonFile(out, ticket);
  const sealed = await sendGrant(session, own, ticket, options).catch(async (error: unknown) => {
    await unlink(out); // it promises what the chain may never hold; if it does after all, the copy is kept
    throw error;
  });
  session.output.result({ ticket: out, commitment: ticket.commitment, needsSteward: own.dualApproval, ...sealed }, (print) => {
    print(`granted in block ${sealed.block}: ${ticket.scope.resources.join(', ')}, ${validityText(ticket)}`);
    print(`ticket for the reader: ${out}`);
    if (own.dualApproval) print('the hospital has to confirm it before it counts');
  });
}

async function sendGrant(session: Session, own: OwnRelationship, ticket: Ticket, options: GrantOptions): Promise<Sealed> {
  // Kept before the chain has it: without its salt a grant cannot be used, only revoked.
  await mkdir(session.store.ticketDir, { recursive: true, mode: 0o700 });
  await writeJsonFile(join(session.store.ticketDir, `${ticket.commitment}.json`), ticket);
  const condition = GRANT_CONDITIONS.indexOf(options.condition);
  const args = [own.address, ticket.commitment, ticket.from, ticket.until, condition] as const;
  const data = encodeCall(permissionsAbi, 'grant', args);
  return sendCall(session, { account: own.account, to: PERMISSIONS_ADDRESS, data, label: 'grant access', untilConfirmed: options.wait });
}

async function makeTicket(session: Session, own: OwnRelationship, options: GrantOptions): Promise<Ticket> {
  const viewer = parseAddress('--to', options.to);
  const scope = parseScope(options.resources);
  const validity = parseValidity(options, Date.now());
  const salt = bytesToHex(randomBytes(32));
  const { chainId, genesisHash } = session.network;
  return {
    version: 1,
    relationship: own.address,
    gatekeeper: await gatekeeperUrl(session, own.stewardId),
    providerId: own.stewardId,
    chainId,
    genesisHash,
    viewer,
    scope,
    salt,
    commitment: grantCommitment(viewer, scope, salt),
    ...validity,
  };
}

function validityText({ from, until }: Ticket): string {
  return `from ${timeText(from)} ${until === 0n ? 'without end' : `until ${timeText(until)}`}`;
}
