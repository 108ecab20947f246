import { censusConsentOf, hostOf, RECORD_STATUSES, RELATIONSHIP_STATES, statusOf } from './chain-view.ts';
import { purposesText } from './purposes.ts';
import type { OwnRelationship } from './relationships.ts';
import type { Session } from './session.ts';
import { tableLines } from './table.ts';

/** A relationship as the chain shows it now. */
export interface RelationshipSummary {
  readonly number: number;
  readonly relationship: string;
  readonly providerId: string;
  readonly host: string;
  readonly state: string;
  readonly records: bigint;
  readonly updates: bigint;
  readonly acknowledged: bigint;
  readonly status: string;
  readonly censusConsent: string;
}

export async function summarize({ client }: Session, own: OwnRelationship): Promise<RelationshipSummary> {
  const [host, [status, acknowledged], consent] = await Promise.all([
    hostOf(client, own.stewardId),
    statusOf(client, own.address),
    censusConsentOf(client, own.address),
  ]);
  return {
    number: own.number,
    relationship: own.address,
    providerId: own.stewardId,
    host,
    state: RELATIONSHIP_STATES[own.state] ?? 'none',
    records: own.records,
    updates: own.updates,
    acknowledged,
    status: RECORD_STATUSES[status] ?? 'none',
    censusConsent: purposesText(consent),
  };
}

export function relationshipLines(rows: readonly RelationshipSummary[]): string[] {
  return tableLines(rows, [
    { title: 'no', of: (row) => row.number },
    { title: 'relationship', of: (row) => row.relationship },
    { title: 'provider', of: (row) => row.host || `${row.providerId.slice(0, 12)}…` },
    { title: 'state', of: (row) => row.state },
    { title: 'records', of: (row) => row.records },
    { title: 'updates', of: (row) => row.updates },
    { title: 'status', of: (row) => row.status },
    { title: 'census', of: (row) => row.censusConsent },
  ]);
}
