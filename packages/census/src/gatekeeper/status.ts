import type { ProductDefinition } from '@medrec/shared/census';
import type { PrivacyLedger } from '../privacy/index.ts';
import type { HospitalChain, StageTable } from '../publisher/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Invitations } from './patients/invitations.ts';

/** Counts for the operator: nobody is named. */
export interface HospitalStatus {
  readonly provider: { readonly id: string; readonly account: string };
  readonly head: { readonly number: string; readonly timestamp: string };
  readonly patients: {
    readonly inVault: number;
    readonly invited: number;
    readonly planned: number;
    /** Relationships that the chain has accepted. */
    readonly enrolled: number;
    /** Whose record on the chain is the one in the vault. */
    readonly published: number;
    readonly closed: number;
  };
  readonly load: { readonly state: 'idle' | 'running' | 'failed'; readonly resources: number; readonly code?: string };
  readonly ledger: { readonly lifetimeMicroRho: number; readonly spentMicroRho: number };
  readonly releases: { readonly waiting: number; readonly published: number };
  readonly products: readonly string[];
}

export interface StatusDependencies {
  readonly chain: HospitalChain;
  readonly provider: HospitalStatus['provider'];
  readonly vault: Pick<Vault, 'patients'>;
  readonly stages: StageTable;
  readonly invitations: Invitations;
  readonly ledger: Pick<PrivacyLedger, 'lifetimeMicroRho' | 'spentMicroRho'>;
  readonly loadState: () => HospitalStatus['load'];
  readonly releases: () => HospitalStatus['releases'];
  readonly products: readonly ProductDefinition[];
}

export async function readStatus(dependencies: StatusDependencies): Promise<HospitalStatus> {
  const { chain, stages, ledger, invitations } = dependencies;
  const head = await chain.head();
  const count = stages.count;
  return {
    provider: dependencies.provider,
    head: { number: head.number.toString(), timestamp: head.timestamp.toString() },
    patients: {
      inVault: await countPatients(dependencies.vault),
      invited: invitations.count,
      planned: count('planned') + count('enrolling') + count('waiting'),
      enrolled: count('accepted') + count('sending') + count('published'),
      published: count('published'),
      closed: count('closed'),
    },
    load: dependencies.loadState(),
    ledger: { lifetimeMicroRho: ledger.lifetimeMicroRho(), spentMicroRho: ledger.spentMicroRho() },
    releases: dependencies.releases(),
    products: dependencies.products.map(({ id }) => id),
  };
}

async function countPatients(vault: Pick<Vault, 'patients'>): Promise<number> {
  let patients = 0;
  for await (const _ of vault.patients()) patients += 1;
  return patients;
}
