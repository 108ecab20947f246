import { type Hex, sameAddress } from '../bytes/index.ts';
import { productHash } from '../census/index.ts';
import type { AccessLogEntry, CensusLogEntry, GatekeeperClient } from '../client/index.ts';
import { asMedrecError } from '../errors/index.ts';
import { type RecordChange, recordChanges } from './chain-events.ts';
import { connectGatekeeper } from './gatekeepers.ts';
import { type GrantHistory, grantHistory } from './grant-history.ts';
import { type RelationshipSummary, summarize } from './relationship-summary.ts';
import type { OwnRelationship } from './relationships.ts';
import type { Session } from './session.ts';

export interface CensusHistory extends CensusLogEntry {
  /** The product's number and title; absent when the gatekeeper does not define it any more. */
  readonly productTitle?: string;
}

export interface RelationshipHistory {
  readonly relationship: RelationshipSummary;
  readonly records: readonly RecordChange[];
  readonly grants: readonly GrantHistory[];
  /** The hospital's own word; its error code when it does not answer. */
  readonly gatekeeper: {
    readonly accesses: readonly (AccessLogEntry & { readonly isOwn: boolean })[];
    readonly censuses: readonly CensusHistory[];
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

/** The chain's part of a history must not wait for a hospital that is down. */
async function gatekeeperLogs(session: Session, own: OwnRelationship): Promise<RelationshipHistory['gatekeeper']> {
  try {
    const gatekeeper = await connectGatekeeper(session, own.stewardId, own.account);
    const [accesses, censuses] = [await gatekeeper.accessLog(own.address), await gatekeeper.censusLog(own.address)];
    const titles = censuses.length === 0 ? new Map<Hex, string>() : await productTitles(gatekeeper);
    return {
      accesses: accesses.map((entry) => ({ ...entry, isOwn: sameAddress(entry.viewer, own.account.address) })),
      censuses: censuses.map((entry) => {
        const productTitle = titles.get(entry.product.toLowerCase() as Hex);
        return productTitle === undefined ? entry : { ...entry, productTitle };
      }),
    };
  } catch (thrown) {
    return { accesses: [], censuses: [], error: asMedrecError(thrown).code };
  }
}

/** By the hash that the chain has: a gatekeeper cannot give a product another's title. */
async function productTitles(gatekeeper: GatekeeperClient): Promise<Map<Hex, string>> {
  const { products } = await gatekeeper.provider();
  return new Map(products.map((product) => [productHash(product), `${product.id} ${product.title}`]));
}
