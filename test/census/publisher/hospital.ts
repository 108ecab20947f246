import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { catalogue } from '@medrec/census/catalogue';
import {
  createCustody,
  createGasWindow,
  createOfferRotation,
  createRelationshipPublisher,
  createStageTable,
  openPatientBook,
  type PatientBook,
  type RelationshipPublisher,
  type StageTable,
} from '@medrec/census/publisher';
import { type ClinicalResource, canonicalResource } from '@medrec/census/record';
import { openVault, type Vault } from '@medrec/census/vault';
import type { Hex } from '@medrec/shared/bytes';
import { silentLogger } from '@medrec/shared/log';
import { encryptionKeyPairOf, medrecDomain } from '@medrec/shared/signing';
import { HDNodeWallet, Mnemonic } from 'ethers';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { type FakeChain, PROVIDER_ID } from './fake-chain.ts';

export const SEED = HDNodeWallet.fromMnemonic(Mnemonic.fromEntropy(new Uint8Array(16).fill(7)), 'm');
export const PROVIDER = SEED.derivePath("m/44'/60'/0'/0/0");
const KEY = randomBytes(32);

/** A hospital's vault and publisher on a fake chain, with a clock that tests move. */
export interface TestHospital {
  readonly vault: Vault;
  readonly book: PatientBook;
  readonly stages: StageTable;
  readonly publisher: RelationshipPublisher;
  readonly invited: Set<Hex>;
  readonly clock: { ms: number };
  /** Turns until the transactions that can be sent are sent. */
  turns(count?: number): Promise<void>;
}

export async function openTestVault(dir?: string): Promise<{ vault: Vault; dir: string }> {
  const folder = dir ?? join(await temporaryFolder(), 'vault');
  const vault = await openVault({ dir: folder, key: KEY });
  onTestFinished(() => vault.close().catch(() => undefined));
  return { vault, dir: folder };
}

/** The publisher over a vault; made a second time over the same vault it is the process after a kill. */
export async function startHospital(chain: FakeChain, vault: Vault, clock: { ms: number } = { ms: 0 }): Promise<TestHospital> {
  const book = await openPatientBook(vault.collection('relationships'));
  const stages = createStageTable();
  const invited = new Set<Hex>();
  const publisher = createRelationshipPublisher({
    chain,
    transactions: chain.transactions,
    vault,
    book,
    stages,
    custody: createCustody(SEED),
    domain: medrecDomain(chain.chainId, chain.genesisHash),
    sponsor: PROVIDER.address as Hex,
    encryption: encryptionKeyPairOf(PROVIDER.privateKey as Hex),
    nextOffer: createOfferRotation(
      chain,
      PROVIDER_ID,
      catalogue.map(({ definition }) => definition),
    ),
    window: createGasWindow(),
    firstPatients: 10,
    isInvited: async (patient) => invited.has(patient),
    nowMs: () => clock.ms,
    nowSeconds: () => BigInt(Math.floor(Date.now() / 1000)),
    log: silentLogger(),
  });
  await publisher.survey();
  return {
    vault,
    book,
    stages,
    publisher,
    invited,
    clock,
    async turns(count = 4) {
      for (let turn = 0; turn < count; turn += 1) {
        clock.ms += 2500;
        await publisher.turn();
      }
    },
  };
}

export function patientResources(id: string, note = ''): ClinicalResource[] {
  return [resource('Patient', id, id, note), resource('Condition', `${id}-c`, id, note), resource('Observation', `${id}-o`, id, note)];
}

export function resource(type: string, id: string, patientId: string | null, note = ''): ClinicalResource {
  const lastUpdatedMs = note === '' ? 1 : Date.now();
  const json = canonicalResource({
    resourceType: type,
    id,
    meta: { lastUpdated: new Date(lastUpdatedMs).toISOString() },
    ...(note ? { note } : {}),
  });
  return { type, id, patientId, lastUpdatedMs, json };
}

/** Fills the vault with patients p0, p1, … of three resources each. */
export async function addPatients(vault: Vault, count: number, from = 0): Promise<void> {
  for (let id = from; id < from + count; id += 1) await vault.putResources(patientResources(`p${id}`));
}

/** Turns and blocks until nothing more happens. */
export async function settleAll(hospital: TestHospital, chain: FakeChain, rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await hospital.turns(2);
    await chain.mine();
  }
}
