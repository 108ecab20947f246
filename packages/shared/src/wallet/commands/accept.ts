import type { Command } from 'commander';
import { type Hex, hexToBytes, keccakHex } from '../../bytes/index.ts';
import { ROLE } from '../../chain/index.ts';
import { resolveUserPath } from '../../cli/index.ts';
import { createGatekeeperClient, type EnrollRegistration } from '../../client/index.ts';
import { MedrecError } from '../../errors/index.ts';
import { CONSENT_TYPES, type ConsentMessage } from '../../signing/index.ts';
import { addressOf, encryptionKeys, participantCommitment, relationshipAccount } from '../accounts.ts';
import { awaitAccepted } from '../await-accepted.ts';
import { participant, relationshipOf } from '../chain-view.ts';
import { type CommonOptions, walletCommand } from '../common-options.ts';
import { rememberGatekeeper } from '../gatekeepers.ts';
import { type Invitation, readInvitation } from '../invitation.ts';
import type { WalletIo } from '../io.ts';
import { nextAccountIndex, rememberRelationship } from '../relationships.ts';
import { type Session, withSession } from '../session.ts';

/** Long enough for the hospital's batch, short enough that an old consent is worth nothing. */
const CONSENT_LIFETIME_SECONDS = 24 * 3600;
const ACCEPTED = 2;

export function acceptCommand(io: WalletIo): Command {
  return walletCommand('accept', 'enter a relationship with the hospital that made this invitation')
    .argument('<invitation>', 'the invitation’s JSON file')
    .action(async (path: string, options: CommonOptions) => {
      const invitation = await readInvitation(resolveUserPath(path));
      await withSession(options, io, (session) => accept(session, invitation), invitation);
    });
}

/** May be run again after any interruption: the same invitation is answered by the same account. */
async function accept(session: Session, invitation: Invitation): Promise<void> {
  requireSameChain(session, invitation);
  const index = await reserveAccount(session, invitation);
  const account = relationshipAccount(session.seed, index);
  const address = addressOf(account);
  if ((await relationshipOf(session.client, address)).state < ACCEPTED) {
    const sponsor = await providerAccount(session, invitation);
    const registration = await signRegistration(session, index, sponsor);
    const { providerId, gatekeeper: url, token } = invitation;
    const gatekeeper = createGatekeeperClient({ url, signer: account, domain: session.domain, providerId });
    await gatekeeper.enroll(token, registration);
    session.io.note('consent sent; waiting until the chain shows the relationship …');
  }
  const block = await awaitAccepted(session.client, address);
  await rememberGatekeeper(session, invitation.providerId, invitation.gatekeeper);
  await rememberRelationship(session, address);
  session.output.result({ relationship: address, providerId: invitation.providerId, state: 'accepted', block }, (print) => {
    print(`relationship ${address} accepted (seen at block ${block})`);
    print('your records follow as the hospital puts them on the chain: `medrec-wallet read`');
  });
}

async function reserveAccount(session: Session, invitation: Invitation): Promise<number> {
  const tokenHash = keccakHex(hexToBytes(invitation.token));
  const before = (await session.store.read()).invitations.find((entry) => entry.tokenHash === tokenHash);
  if (before !== undefined) return before.account;
  const account = await nextAccountIndex(session);
  const memory = await session.store.read();
  await session.store.write({ ...memory, invitations: [...memory.invitations, { tokenHash, account }] });
  return account;
}

async function signRegistration(session: Session, index: number, sponsor: Hex): Promise<EnrollRegistration> {
  const account = relationshipAccount(session.seed, index);
  const message: ConsentMessage = {
    account: addressOf(account),
    sponsor,
    role: ROLE.patient,
    commitment: participantCommitment(account),
    encryptionKey: encryptionKeys(account).publicKey,
    acceptRelationship: true,
    deadline: BigInt(Math.floor(Date.now() / 1000) + CONSENT_LIFETIME_SECONDS),
  };
  const consent = (await account.signTypedData(session.domain, CONSENT_TYPES, message)) as Hex;
  const { account: address, commitment, encryptionKey, deadline } = message;
  return { account: address, commitment, encryptionKey, deadline, consent };
}

/** The chain, not the invitation, says who the provider is. */
async function providerAccount({ client }: Session, { providerId }: Invitation): Promise<Hex> {
  const provider = await participant(client, providerId);
  if (provider.role === ROLE.provider && provider.active) return provider.account;
  throw new MedrecError({
    code: 'PROVIDER_UNKNOWN',
    message: 'The invitation’s provider is not an active provider on the chain.',
    facts: { providerId },
    remedy: 'Ask the hospital for a new invitation, and do not use this one.',
  });
}

function requireSameChain({ network }: Session, invitation: Invitation): void {
  const same = network.chainId === invitation.chainId && network.genesisHash.toLowerCase() === invitation.genesisHash.toLowerCase();
  if (same) return;
  throw new MedrecError({
    code: 'WRONG_NETWORK',
    message: 'The invitation is for another network than this node’s.',
    facts: { invitation: invitation.genesisHash, node: network.genesisHash },
    remedy: 'Name a node of the hospital’s network with --rpc.',
  });
}
