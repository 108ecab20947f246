import { join } from 'node:path';
import type { Hex } from '@medrec/shared/bytes';
import { productHash } from '@medrec/shared/census';
import { createNodeClient, createTransactor } from '@medrec/shared/client';
import type { Logger } from '@medrec/shared/log';
import { medrecDomain } from '@medrec/shared/signing';
import { catalogue } from '../catalogue/index.ts';
import { openStores } from '../load/index.ts';
import { openPrivacyLedger } from '../privacy/index.ts';
import { createCensusLog, createStageTable, createTransactions, openPatientBook, type Publisher } from '../publisher/index.ts';
import { openReleaseStore } from '../release/index.ts';
import { createAccessLog } from './authorise/access-log.ts';
import { createNonceGuard } from './authorise/nonces.ts';
import { createVaultRecords } from './authorise/records.ts';
import { createRevocations } from './authorise/revocations.ts';
import { type BackgroundLoad, createBackgroundLoad } from './background-load.ts';
import { composePublisher, type OpenedStores } from './compose-publisher.ts';
import { connectChain, providerIdOf } from './connect.ts';
import { createGatekeeper, type Gatekeeper } from './gatekeeper.ts';
import type { HospitalHooks } from './hooks.ts';
import { readIdentity } from './identity.ts';
import { createEnrolPatient, type EnrolPatient } from './patients/enrol-patient.ts';
import { openInvitations } from './patients/invitations.ts';
import { type Invitation, type InvitationNetwork, invitePatient } from './patients/invite-patient.ts';
import { createReadiness } from './readiness.ts';
import { type HospitalStatus, readStatus } from './status.ts';

export interface HospitalOptions {
  readonly dir: string;
  readonly rpcUrl: string;
  readonly passphrase?: string | undefined;
  /** How many of the first patients are invited instead of being given an address in custody. */
  readonly inviteFirst: number;
  readonly log: Logger;
  /** Where the gatekeeper listens, as others reach it; asked once it does. */
  readonly publicUrl: () => string;
  /** Hands over each of the first patients' invitations; `number` counts from 1. */
  readonly onInvitation: (invitation: Invitation, number: number) => Promise<void>;
  readonly hooks?: HospitalHooks | undefined;
}

/** The hospital's parts, wired: the only place that knows them all. */
export interface Hospital {
  readonly gatekeeper: Gatekeeper;
  readonly publisher: Publisher;
  readonly load: BackgroundLoad;
  enroll: EnrolPatient;
  invite(patient: string | undefined): Promise<Invitation>;
  status(): Promise<HospitalStatus>;
  readiness(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** @throws MedrecError `NODE_UNREACHABLE`, `PROVIDER_NOT_ADMITTED`, and as the stores, the ledger and the keystore. */
export async function openHospital(options: HospitalOptions): Promise<Hospital> {
  const identity = await readIdentity(options.dir, options.passphrase);
  const client = createNodeClient({ url: options.rpcUrl });
  const chain = await connectChain(client, options.log);
  const providerId = await providerIdOf(chain, identity.account);
  const { lifetimeMicroRho } = await chain.policyOf(providerId, 'latest');
  const stores = await openStores(options.dir, identity.seed.privateKey as Hex);
  const ledger = await openPrivacyLedger({ folder: join(options.dir, 'ledger'), lifetimeMicroRho: Number(lifetimeMicroRho) });
  const releases = await openReleaseStore({ folder: join(options.dir, 'releases'), key: identity.releaseKey });
  const transactor = createTransactor({ client, wallet: identity.wallet, log: options.log });
  const sender = createTransactions(client, transactor);
  const transactions = options.hooks?.transactions?.(sender) ?? sender;
  const hospital = await compose(options, { identity, chain, providerId, stores, ledger, releases, transactions });
  return {
    ...hospital,
    async close() {
      client.close();
      await hospital.close();
      await releases.close();
      await ledger.close();
      await stores.close();
    },
  };
}

async function compose(options: HospitalOptions, opened: OpenedStores): Promise<Hospital> {
  const { identity, chain, providerId, stores, ledger } = opened;
  const { vault } = stores;
  const { log } = options;
  const nowSeconds = (): bigint => BigInt(Math.floor(Date.now() / 1000));
  const domain = medrecDomain(chain.chainId, chain.genesisHash);
  const definitions = catalogue.map(({ definition }) => definition);
  const areOffered = await Promise.all(definitions.map((product) => chain.isOffered(providerId, productHash(product), 'latest')));
  const products = definitions.filter((_, position) => areOffered[position]);

  const book = await openPatientBook(vault.collection('relationships'));
  const invitations = await openInvitations(vault.collection('invitations'), nowSeconds);
  const stages = createStageTable();
  const censusLog = createCensusLog(vault.collection('census-log'), book, vault);
  const network = (): InvitationNetwork => ({
    version: 1,
    gatekeeper: options.publicUrl(),
    rpc: options.rpcUrl,
    providerId,
    chainId: Number(chain.chainId),
    genesisHash: chain.genesisHash,
  });
  const isInvited = async (patient: Hex): Promise<boolean> => {
    if (invitations.isInvited(patient)) return true;
    if (invitations.count >= options.inviteFirst) return false;
    const issued = await invitations.issue(patient);
    await options.onInvitation({ ...network(), ...issued }, invitations.count);
    return true;
  };

  const parts = composePublisher({
    ...opened,
    products,
    book,
    stages,
    censusLog,
    domain,
    nowSeconds,
    isInvited,
    publicUrl: options.publicUrl,
    log,
    hooks: options.hooks,
  });
  const { writer, relationships, releases } = parts;
  const gatekeeper = createGatekeeper({
    chain,
    provider: {
      providerId,
      account: identity.account,
      encryptionKey: identity.encryption.publicKey,
      chainId: Number(chain.chainId),
      genesisHash: chain.genesisHash,
      products,
    },
    records: createVaultRecords(vault, book),
    revocations: await createRevocations(vault.collection('revocations')),
    nonces: await createNonceGuard(vault.collection('nonces')),
    accessLog: createAccessLog(vault.collection('access-log')),
    censusLog,
    packageFor: writer.packageFor,
    onPaid: (paid) => log.info(paid, `paid: tier ${paid.tier} of a release to a lab`),
    nowSeconds,
  });
  const load = createBackgroundLoad(stores, log);
  const { publisher } = parts;
  return {
    gatekeeper,
    publisher,
    load,
    enroll: createEnrolPatient({ chain, invitations, book, publisher: relationships, domain, sponsor: identity.account, nowSeconds }),
    invite: (patient) => invitePatient(patient, { vault, chain, book, nowSeconds, invitations, network }),
    status: () =>
      readStatus({
        chain,
        provider: { id: providerId, account: identity.account },
        vault,
        stages,
        invitations,
        ledger,
        loadState: load.state,
        releases: releases.counts,
        products,
      }),
    readiness: createReadiness(chain, nowSeconds),
    async close() {
      await Promise.all([publisher.stop(), load.stop()]);
    },
  };
}
