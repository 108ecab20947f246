import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Hex, sameAddress } from '../bytes/index.ts';
import { type GrantEvent, grantsMade } from './chain-events.ts';
import { grantOf } from './chain-view.ts';
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

/** Every grant ever made on the relationship, in block order. @throws MedrecError `TICKET_INVALID` for a damaged copy. */
export async function grantHistory(session: Session, own: OwnRelationship): Promise<GrantHistory[]> {
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

/** The copies of all tickets given from this wallet's folder. @throws MedrecError `TICKET_INVALID`, `SCOPE_INVALID`. */
export async function keptTickets({ store }: Session): Promise<Ticket[]> {
  const names = await readdir(store.ticketDir).catch(() => []); // no grant was ever made from this folder
  return Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readTicket(join(store.ticketDir, name))));
}
