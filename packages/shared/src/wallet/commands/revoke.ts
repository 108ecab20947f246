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
  const commitment = isHex(named, 32) ? named : (await readTicket(resolveUserPath(named))).commitment;
  const own = await grantedBy(session, commitment);
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
  session.output.result({ commitment, gatekeeper: refusal ?? 'revoked', ...chain.value }, (print) => {
    print(
      refusal === undefined
        ? 'the hospital refuses it from this moment'
        : `the hospital was not told (${refusal.code}); it reads the chain`,
    );
    print(`revoked on the chain in block ${chain.value.block}`);
  });
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
