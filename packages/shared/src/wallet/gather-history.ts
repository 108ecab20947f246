import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Hex, sameAddress } from '../bytes/index.ts';
import type { AccessLogEntry, CensusLogEntry } from '../client/index.ts';
import { asMedrecError } from '../errors/index.ts';
import { type GrantEvent, grantsMade, type RecordChange, recordChanges } from './chain-events.ts';
import { grantOf } from './chain-view.ts';
import { connectGatekeeper } from './gatekeepers.ts';
import { type RelationshipSummary, summarize } from './relationship-summary.ts';
import type { OwnRelationship } from './relationships.ts';
import type { Session } from './session.ts';
import { readTicket, type Ticket } from './ticket.ts';

export interface GrantHistory extends GrantEvent {
  /** `unconfirmed` waits for the steward, where the relationship asks for both. */
  readonly state: 'standing' | 'revoked' | 'over' | 'not begun' | 'unconfirmed';
  /** Known while this wallet keeps the ticket's copy; the chain does not tell. */
  readonly viewer?: Hex;
  readonly resources?: readonly string[];
}

export interface RelationshipHistory {
  readonly relationship: RelationshipSummary;
  readonly records: readonly RecordChange[];
  readonly grants: readonly GrantHistory[];
  /** The hospital's own word; its error code when it does not answer. */
  readonly gatekeeper: {
    readonly accesses: readonly (AccessLogEntry & { readonly isOwn: boolean })[];
    readonly censuses: readonly CensusLogEntry[];
    readonly error?: string;
  };
}

/** Everything about one relationship: the chain's part from this wallet's own node, the rest from the gatekeeper. */
export async function gatherHistory(session: Session, own: OwnRelationship): Promise<RelationshipHistory> {
  const [relationship, records, grants, gatekeeper] = await Promise.all([
    summarize(session, own),
    recordChanges(session.client, own.address),
    grantHistory(session, own),
    gatekeeperLogs(session, own),
  ]);
  return { relationship, records, grants, gatekeeper };
}

async function grantHistory(session: Session, own: OwnRelationship): Promise<GrantHistory[]> {
  const [made, tickets, { timestamp }] = await Promise.all([
    grantsMade(session.client, own.address),
    keptTickets(session),
    session.client.head(),
  ]);
  return Promise.all(
    made.map(async (grant) => {
      const now = await grantOf(session.client, own.address, grant.commitment);
      const ticket = tickets.find((each) => sameAddress(each.commitment, grant.commitment));
      const state = stateOf(grant, now.revoked, own.dualApproval && !now.confirmed, timestamp);
      return { ...grant, state, ...(ticket === undefined ? {} : { viewer: ticket.viewer, resources: ticket.scope.resources }) };
    }),
  );
}

function stateOf(grant: GrantEvent, isRevoked: boolean, isUnconfirmed: boolean, now: bigint): GrantHistory['state'] {
  if (isRevoked) return 'revoked';
  if (grant.end !== 0n && now >= grant.end) return 'over';
  if (now < grant.start) return 'not begun';
  return isUnconfirmed ? 'unconfirmed' : 'standing';
}

async function keptTickets({ store }: Session): Promise<Ticket[]> {
  const names = await readdir(store.ticketDir).catch(() => []); // no grant was ever made from this folder
  return Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readTicket(join(store.ticketDir, name))));
}

/** The chain's part of a history must not wait for a hospital that is down. */
async function gatekeeperLogs(session: Session, own: OwnRelationship): Promise<RelationshipHistory['gatekeeper']> {
  try {
    const gatekeeper = await connectGatekeeper(session, own.stewardId, own.account);
    const [accesses, censuses] = [await gatekeeper.accessLog(own.address), await gatekeeper.censusLog(own.address)];
    return { accesses: accesses.map((entry) => ({ ...entry, isOwn: sameAddress(entry.viewer, own.account.address) })), censuses };
  } catch (thrown) {
    return { accesses: [], censuses: [], error: asMedrecError(thrown).code };
  }
}
