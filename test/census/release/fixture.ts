import { join } from 'node:path';
import { type CensusProduct, createExactCube, findProduct } from '@medrec/census/catalogue';
import { openPrivacyLedger, osRandom, type PrivacyLedger, type RandomSource } from '@medrec/census/privacy';
import {
  createReleaseWriter,
  openReleaseStore,
  type ReleaseHooks,
  type ReleaseRequest,
  type ReleaseStore,
  type ReleaseWriter,
} from '@medrec/census/release';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { type ProductDefinition, productHash } from '@medrec/shared/census';
import { Wallet } from 'ethers';

export const hex32 = (byte: number): Hex => `0x${byte.toString(16).padStart(2, '0').repeat(32)}`;
export const provider = new Wallet(hex32(7));
export const signManifest = async (hash: Hex): Promise<Hex> => (await provider.signMessage(hexToBytes(hash))) as Hex;
export const identity = { providerId: hex32(1), chainId: 1337, genesisHash: hex32(2), zipTable: 'test-table' };

/** Two dimensions, one of them with a comma and a quote in a category; three tiers. */
export const definition: ProductDefinition = {
  id: 'C99',
  version: 1,
  title: 'Test product',
  description: 'Patients by ward and sex.',
  purpose: 'academic',
  measure: 'patients',
  population: 'All patients.',
  dimensions: [
    { name: 'ward', title: 'Ward', categories: ['A', 'B, "old"', 'C', 'D'] },
    { name: 'sex', title: 'Sex', categories: ['female', 'male'] },
  ],
  contributionBound: 2,
  tiers: [
    { tier: 0, microRho: 10_000, dimensions: ['ward'] },
    { tier: 1, microRho: 20_000, dimensions: ['ward', 'sex'] },
    { tier: 2, microRho: 70_000, dimensions: ['ward', 'sex'] },
  ],
};

export const counts = Int32Array.of(0, 3, 40, 400, 4000, 0, 90, 1000);
export const product: CensusProduct = {
  definition,
  countExactly: async () => createExactCube(counts),
  countedPids: async () => [],
};

export const request = (epoch: number, changes: Partial<ReleaseRequest> = {}): ReleaseRequest => ({
  product: productHash(definition),
  epoch,
  snapshotRoot: hex32(3),
  minimumCohort: 11,
  context: { excludedPids: [], referenceYear: 2026 },
  commitmentsOnChain: [],
  ...changes,
});

export interface OpenWriter {
  readonly writer: ReleaseWriter;
  readonly ledger: PrivacyLedger;
  readonly store: ReleaseStore;
  close(): Promise<void>;
}

export async function openWriter(
  folder: string,
  options: { hooks?: ReleaseHooks; random?: RandomSource; lifetimeMicroRho?: number; key?: Uint8Array } = {},
): Promise<OpenWriter> {
  const ledger = await openPrivacyLedger({ folder: join(folder, 'ledger'), lifetimeMicroRho: options.lifetimeMicroRho ?? 1_000_000 });
  const store = await openReleaseStore({ folder: join(folder, 'releases'), key: options.key ?? hexToBytes(hex32(9)) });
  const writer = createReleaseWriter(identity, {
    ledger,
    store,
    warehouse: { query: async () => [], columns: async () => [] },
    findProduct: (hash) => (hash === productHash(definition) ? product : findProduct(hash)),
    random: options.random ?? osRandom,
    signManifest,
    ...(options.hooks ? { hooks: options.hooks } : {}),
  });
  return { writer, ledger, store, close: async () => void (await Promise.all([ledger.close(), store.close()])) };
}
