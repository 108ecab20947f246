import type { Hex } from '@medrec/shared/bytes';
import { MedrecError } from '@medrec/shared/errors';
import { allowsResource } from '@medrec/shared/records';
import type { HospitalChain } from '../../publisher/index.ts';
import { checkRoot, recordUpdating } from './check-root.ts';
import { isOwner, notPermitted, requireRelationship } from './owner.ts';
import type { ProvenResource, VaultRecords } from './records.ts';
import type { Revocations } from './revocations.ts';
import { requireViewer, type ShownGrant } from './viewer.ts';

export interface ReadAsk {
  readonly relationship: Hex;
  /** Left out by the owner. */
  readonly grant?: ShownGrant | undefined;
}

export interface ReadAnswer {
  readonly relationship: Hex;
  readonly index: number;
  readonly root: Hex;
  readonly handle: Hex;
  readonly leafCount: number;
  /** Block in whose state the root was seen, decimal. */
  readonly block: string;
  readonly resources: readonly ProvenResource[];
}

export interface ReadDependencies {
  readonly chain: HospitalChain;
  readonly providerId: Hex;
  readonly records: VaultRecords;
  readonly revocations: Revocations;
  readonly nowSeconds: bigint;
}

/**
 * Chain permission → query → root check → answer, for a signer whose signature and freshness were checked.
 * The owner without a grant has everything; anyone else, and the owner who shows a grant, what the grant's scope allows.
 * @throws MedrecError `UNKNOWN_RELATIONSHIP`, `NOT_PERMITTED`, `RECORD_NOT_KEPT`, `NOT_CONFIRMED`, `RECORD_ALTERED`.
 */
export async function readRecord(ask: ReadAsk, signer: Hex, dependencies: ReadDependencies): Promise<ReadAnswer> {
  const { chain, records } = dependencies;
  const { relationship, grant } = ask;
  await requireRelationship(chain, dependencies.providerId, relationship);
  const allows = await permittedTypes(ask, signer, dependencies);
  if (!records.isKept(relationship)) throw notKept(relationship);
  const record = await records.query(relationship, allows);
  if (record === undefined) throw await recordUpdating(chain);
  const block = await checkRoot(chain, relationship, record);
  // A grant may be revoked while the query runs: what is given out is permitted at the end as at the beginning.
  if (grant !== undefined) await permittedTypes(ask, signer, dependencies);
  const { index, root, handle, leafCount, resources } = record;
  return { relationship, index, root, handle, leafCount, block: block.toString(), resources };
}

async function permittedTypes(
  { relationship, grant }: ReadAsk,
  signer: Hex,
  dependencies: ReadDependencies,
): Promise<(type: string) => boolean> {
  if (grant !== undefined) {
    await requireViewer(relationship, signer, grant, dependencies);
    return (type) => allowsResource(grant.scope, type);
  }
  if (await isOwner(dependencies.chain, relationship, signer)) return () => true;
  throw notPermitted('the signer is not the owner, and shows no grant');
}

function notKept(relationship: Hex): MedrecError {
  return new MedrecError({
    code: 'RECORD_NOT_KEPT',
    message: 'The hospital keeps no record under this relationship.',
    facts: { relationship },
    remedy: 'Read with the address that took its place; if you know of none, ask the hospital at once.',
  });
}
