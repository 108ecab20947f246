import { type Hex, sameAddress } from '../bytes/index.ts';
import { asMedrecError } from '../errors/index.ts';
import { grantHistory, keptTickets } from './grant-history.ts';
import { ownRelationships } from './relationships.ts';
import type { Session } from './session.ts';
import type { Ticket } from './ticket.ts';

export interface OtherGrant {
  readonly relationship: Hex;
  readonly commitment: Hex;
  readonly resources: readonly string[];
}

/**
 * What the reader of one grant may still read by others: those of all relationships that are neither revoked nor over
 * and whose tickets this wallet keeps. Never fails, so that a revocation is reported whatever the search meets.
 */
export async function otherGrants(session: Session, commitment: Hex, ticket: Ticket | undefined): Promise<OtherGrant[]> {
  try {
    const viewer = (ticket ?? (await keptTickets(session)).find((each) => sameAddress(each.commitment, commitment)))?.viewer;
    return viewer === undefined ? [] : await grantsOf(session, viewer, commitment);
  } catch (thrown) {
    session.io.note(`the reader’s other grants could not be looked up (${asMedrecError(thrown).code})`);
    return [];
  }
}

async function grantsOf(session: Session, reader: Hex, except: Hex): Promise<OtherGrant[]> {
  const found: OtherGrant[] = [];
  for (const own of await ownRelationships(session)) {
    for (const { viewer, state, commitment, resources = [] } of await grantHistory(session, own)) {
      const isUsable = state !== 'revoked' && state !== 'over' && !sameAddress(commitment, except);
      if (isUsable && viewer !== undefined && sameAddress(viewer, reader)) found.push({ relationship: own.address, commitment, resources });
    }
  }
  return found;
}
