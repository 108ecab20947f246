import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import type { ProductDefinition } from '@medrec/shared/census';
import { CHECKPOINT_TYPES } from '@medrec/shared/checkpoints';
import type { Logger } from '@medrec/shared/log';
import type { TypedDomain } from '@medrec/shared/signing';
import { findProduct } from '../catalogue/index.ts';
import { ZIP3_TABLE_VERSION } from '../deid/index.ts';
import type { Stores } from '../load/index.ts';
import { osRandom, type PrivacyLedger } from '../privacy/index.ts';
import {
  announceHost,
  type CensusLog,
  createCheckpointSigner,
  createConsentHistory,
  createCustody,
  createGasWindow,
  createOfferRotation,
  createPublisher,
  createRelationshipPublisher,
  createReleasePublisher,
  createSnapshots,
  type HospitalChain,
  type PatientBook,
  type Publisher,
  type RelationshipPublisher,
  type ReleasePublisher,
  type StageTable,
  type Transactions,
} from '../publisher/index.ts';
import { createReleaseWriter, type ReleaseStore, type ReleaseWriter } from '../release/index.ts';
import type { HospitalHooks } from './hooks.ts';
import type { HospitalIdentity } from './identity.ts';

/** What stands once the keys are read, the node answers and the stores are open. */
export interface OpenedStores {
  readonly identity: HospitalIdentity;
  readonly chain: HospitalChain;
  readonly providerId: Hex;
  readonly stores: Stores;
  readonly ledger: PrivacyLedger;
  readonly releases: ReleaseStore;
  readonly transactions: Transactions;
}

export interface PublisherParts extends OpenedStores {
  /** Those that the provider offers on the chain. */
  readonly products: readonly ProductDefinition[];
  readonly book: PatientBook;
  readonly stages: StageTable;
  readonly censusLog: CensusLog;
  readonly domain: TypedDomain;
  readonly nowSeconds: () => bigint;
  readonly isInvited: (patient: Hex) => Promise<boolean>;
  readonly publicUrl: () => string;
  readonly log: Logger;
  readonly hooks?: HospitalHooks | undefined;
}

/** Wires the way outward: vault → relationships and records on the chain; warehouse → releases. */
export function composePublisher(parts: PublisherParts): {
  publisher: Publisher;
  relationships: RelationshipPublisher;
  releases: ReleasePublisher;
  writer: ReleaseWriter;
} {
  const { identity, chain, providerId, ledger, transactions, products, log } = parts;
  const { vault, warehouse } = parts.stores;
  const writer = composeWriter(parts);
  const relationships = createRelationshipPublisher({
    ...parts,
    vault,
    window: createGasWindow(),
    custody: createCustody(identity.seed),
    sponsor: identity.account,
    encryption: identity.encryption,
    nextOffer: createOfferRotation(chain, providerId, products),
    nowMs: Date.now,
  });
  const pidOf = async (patient: Hex): Promise<string | undefined> => (await vault.patient(patient))?.pid.toString();
  const releases = createReleasePublisher({
    ...parts,
    vault,
    warehouse,
    writer,
    snapshots: createSnapshots(vault.collection('snapshots')),
    consents: createConsentHistory(chain),
    population: async () => (await Promise.all(relationships.onChain().map(pidOf))).filter((pid) => pid !== undefined),
    isPublished: (releaseKey) => ledger.stateOf(releaseKey) === 'published',
  });
  const announce = (): Promise<void> => announceHost(chain, transactions, providerId, parts.publicUrl());
  const checkpoints = createCheckpointSigner({
    ...{ chain, account: identity.account, memory: vault.collection('checkpoints'), log },
    sign: async (message) => (await identity.wallet.signTypedData(parts.domain, CHECKPOINT_TYPES, message)) as Hex,
  });
  const publisher = createPublisher({ relationships, releases, checkpoints, transactions, announce, log });
  return { publisher, relationships, releases, writer };
}

function composeWriter({ identity, chain, providerId, ledger, releases, stores, hooks }: PublisherParts): ReleaseWriter {
  const network = { chainId: Number(chain.chainId), genesisHash: chain.genesisHash };
  const writer = createReleaseWriter(
    { providerId, ...network, zipTable: ZIP3_TABLE_VERSION },
    {
      ledger,
      store: releases,
      warehouse: stores.warehouse,
      findProduct,
      random: osRandom,
      signManifest: async (hash) => (await identity.wallet.signMessage(hexToBytes(hash))) as Hex,
      ...(hooks?.release === undefined ? {} : { hooks: hooks.release }),
    },
  );
  return hooks?.writer?.(writer) ?? writer;
}
