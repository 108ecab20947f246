import type { Command } from 'commander';
import { type Hex, isHex } from '../../bytes/index.ts';
import { PERMISSIONS_ADDRESS } from '../../chain/index.ts';
import { resolveUserPath } from '../../cli/index.ts';
import { encodeCall, permissionsAbi } from '../../contracts/index.ts';
import { asMedrecError, MedrecError } from '../../errors/index.ts';
import { grantOf } from '../chain-view.ts';
import { type CommonOptions, walletCommand } from '../common-options.ts';
import { connectGatekeeper } from '../gatekeepers.ts';
import type { WalletIo } from '../io.ts';
import { type OtherGrant, otherGrants } from '../other-grants.ts';
import { type OwnRelationship, ownRelationships } from '../relationships.ts';
import { sendCall } from '../send-call.ts';
import { type Session, withSession } from '../session.ts';
import { readTicket } from '../ticket.ts';

export function revokeCommand(io: WalletIo): Command {
  return walletCommand('revoke', 'take a grant back: at the hospital at once, and on the chain for good')
    .argument('<ticket>', 'the ticket’s file, or the grant’s commitment from `history`')
    .option('--no-wait', 'end when the revocation is sealed')
    .action((ticket: string, options: CommonOptions & { wait: boolean }) =>
      withSession(options, io, (session) => revoke(session, ticket, options.wait)),
    );
}

async function revoke(session: Session, named: string, untilConfirmed: boolean): Promise<void> {
  const ticket = isHex(named, 32) ? undefined : await readTicket(resolveUserPath(named));
  const commitment = ticket?.commitment ?? (named as Hex);
  const own = await grantedBy(session, commitment);
  if ((await grantOf(session.client, own.address, commitment)).revoked) {
    const value = { commitment, alreadyRevoked: true, otherGrants: await otherGrants(session, commitment, ticket) };
    return session.output.result(value, (print) => {
      print('it was revoked before; nothing was sent');
      printOthers(value.otherGrants, print);
    });
  }
  // Neither side waits for the other: one that fails must not keep the grant alive at the other.
  const [gatekeeper, chain] = await Promise.allSettled([
    revokeAtGatekeeper(session, own, commitment),
    sendCall(session, {
      account: own.account,
      to: PERMISSIONS_ADDRESS,
      data: encodeCall(permissionsAbi, 'revoke', [own.address, commitment]),
      label: 'revoke access',
      untilConfirmed,
    }),
  ]);
  if (chain.status === 'rejected') throw chain.reason;
  const refusal = gatekeeper.status === 'rejected' ? asMedrecError(gatekeeper.reason) : undefined;
  const others = await otherGrants(session, commitment, ticket);
  session.output.result({ commitment, gatekeeper: refusal ?? 'revoked', ...chain.value, otherGrants: others }, (print) => {
    print(
      refusal === undefined
        ? 'the hospital refuses it from this moment'
        : `the hospital was not told (${refusal.code}); it reads the chain`,
    );
    print(`revoked on the chain in block ${chain.value.block}`);
    printOthers(others, print);
  });
}

function printOthers(others: readonly OtherGrant[], print: (line: string) => void): void {
  if (others.length === 0) return;
  print('the same reader still has other grants of yours; revoke each by its commitment:');
  for (const { relationship, commitment, resources } of others) print(`  ${commitment}  ${resources.join(',')} of ${relationship}`);
}

async function revokeAtGatekeeper(session: Session, own: OwnRelationship, commitment: Hex): Promise<number> {
  const gatekeeper = await connectGatekeeper(session, own.stewardId, own.account);
  return gatekeeper.revokeGrant(own.address, commitment);
}

async function grantedBy(session: Session, commitment: Hex): Promise<OwnRelationship> {
  for (const own of await ownRelationships(session)) {
    if ((await grantOf(session.client, own.address, commitment)).exists) return own;
  }
  throw new MedrecError({
    code: 'GRANT_UNKNOWN',
    message: 'None of the wallet’s relationships has this grant.',
    facts: { commitment },
    remedy: '`medrec-wallet history` lists the grants.',
  });
}
