import type { HDNodeWallet } from 'ethers';
import { type Hex, sameAddress } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import { addressOf, relationshipAccount } from './accounts.ts';
import { firstAccountOf } from './chain-events.ts';
import { everIdOf, participant, relationshipOf } from './chain-view.ts';
import type { Session } from './session.ts';

/** One of the wallet's own relationships, with the key that holds it now. */
export interface OwnRelationship {
  /** Its place in the wallet, from 1. */
  readonly number: number;
  /** Its name for ever: the patient's first address in it. */
  readonly address: Hex;
  readonly account: HDNodeWallet;
  readonly ownerId: Hex;
  readonly stewardId: Hex;
  /** 1 proposed, 2 accepted, 3 paused, 4 ended. */
  readonly state: number;
  readonly records: bigint;
  readonly updates: bigint;
  readonly dualApproval: boolean;
}

/** How many unused accounts end a scan (BIP-44's gap limit). */
const GAP_LIMIT = 20;
const ZERO = /^0x0*$/;

/**
 * All of the wallet's relationships, from memory; from the seed and the chain alone when there is none, or on `rescan`.
 * @throws MedrecError `KEY_NOT_HELD` when a newer seed holds all their keys.
 */
export async function ownRelationships(session: Session, rescan = false): Promise<OwnRelationship[]> {
  const memory = await session.store.read();
  const known = rescan ? [] : memory.relationships.map((entry) => entry.address);
  const addresses = known.length > 0 ? known : (await scanAccounts(session)).relationships;
  if (known.length === 0 && addresses.length > 0) {
    await session.store.write({ ...memory, relationships: addresses.map((address) => ({ address })) });
  }
  const found: OwnRelationship[] = [];
  const lost: MedrecError[] = [];
  for (const [at, address] of addresses.entries()) {
    const own = await resolve(session, at + 1, address);
    if (own instanceof MedrecError) lost.push(own);
    else found.push(own);
  }
  if (found.length === 0 && lost[0] !== undefined) throw lost[0];
  if (lost.length > 0) session.io.note(`${lost.length} relationship(s) are left out: a newer seed holds their keys`);
  return found;
}

/** The relationship of that number, or the only one. @throws MedrecError `RELATIONSHIP_UNKNOWN`, `RELATIONSHIP_AMBIGUOUS`. */
export async function selectRelationship(session: Session, number: number | undefined): Promise<OwnRelationship> {
  const all = await ownRelationships(session);
  const chosen = number === undefined ? all[0] : all.find((each) => each.number === number);
  if (chosen === undefined) {
    const remedy = all.length === 0 ? 'Accept an invitation first.' : 'See `medrec-wallet relationships` for the numbers.';
    throw new MedrecError({
      code: 'RELATIONSHIP_UNKNOWN',
      message: 'The wallet has no such relationship.',
      facts: { number, relationships: all.length },
      remedy,
    });
  }
  if (number === undefined && all.length > 1) {
    throw new MedrecError({
      code: 'RELATIONSHIP_AMBIGUOUS',
      message: 'The wallet has several relationships.',
      facts: { relationships: all.length },
      remedy: 'Choose one with --relationship N; `medrec-wallet relationships` lists them.',
    });
  }
  return chosen;
}

/** Adds a relationship to the wallet's memory; one that is there keeps its number. */
export async function rememberRelationship(session: Session, address: Hex): Promise<void> {
  const memory = await session.store.read();
  if (memory.relationships.some((entry) => sameAddress(entry.address, address))) return;
  await session.store.write({ ...memory, relationships: [...memory.relationships, { address }] });
}

/** The lowest account index that neither the chain nor a pending invitation has used, nor any above it. */
export async function nextAccountIndex(session: Session): Promise<number> {
  const { invitations } = await session.store.read();
  const { used } = await scanAccounts(session);
  return Math.max(-1, ...used.keys(), ...invitations.map((entry) => entry.account)) + 1;
}

async function scanAccounts({ seed, client }: Session): Promise<{ relationships: Hex[]; used: Map<number, Hex> }> {
  const used = new Map<number, Hex>();
  const relationships: Hex[] = [];
  for (let index = 0, unused = 0; unused < GAP_LIMIT; index++) {
    const address = addressOf(relationshipAccount(seed, index));
    const id = await everIdOf(client, address);
    if (ZERO.test(id)) {
      unused += 1;
      continue;
    }
    unused = 0;
    used.set(index, id);
    // An account that came in by a rotation holds a relationship that bears an earlier address's name.
    const name = (await relationshipOf(client, address)).state > 0 ? address : await firstAccountOf(client, id);
    if (name === undefined || relationships.some((each) => sameAddress(each, name))) continue;
    if ((await relationshipOf(client, name)).state > 0) relationships.push(name);
  }
  return { relationships, used };
}

async function resolve(session: Session, number: number, address: Hex): Promise<OwnRelationship | MedrecError> {
  const { ownerId, stewardId, state, records, updates, dualApproval } = await relationshipOf(session.client, address);
  const owner = await participant(session.client, ownerId);
  const account = await accountOf(session, owner.account);
  if (account === undefined) return keyNotHeld(owner.account);
  return { number, address, account, ownerId, stewardId, state, records, updates, dualApproval };
}

/** Undefined when the seed has no account of that address. */
async function accountOf(session: Session, address: Hex): Promise<HDNodeWallet | undefined> {
  const { invitations, relationships } = await session.store.read();
  const last = Math.max(0, relationships.length, ...invitations.map((entry) => entry.account)) + GAP_LIMIT;
  for (let index = 0; index <= last; index++) {
    const account = relationshipAccount(session.seed, index);
    if (sameAddress(account.address, address)) return account;
  }
  return undefined;
}

function keyNotHeld(owner: Hex): MedrecError {
  return new MedrecError({
    code: 'KEY_NOT_HELD',
    message: 'This seed does not hold the relationship’s present key.',
    facts: { owner },
    remedy: 'The key was rotated: use the wallet with the newer seed.',
  });
}
