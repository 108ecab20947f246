import type { Common } from '@ethereumjs/common';
import { createCommon } from '@medrec/miner/consensus';
import { buildGenesis, createSpec } from '@medrec/miner/execution';
import { bytesToHex, type Hex, keccakHex } from '@medrec/shared/bytes';
import { type ChainSpec, devnetPreset } from '@medrec/shared/chain';
import { computeAddress } from 'ethers';

/** A network with the protocol's own contracts, and the keys of whoever sends on it. */
export interface World {
  readonly spec: ChainSpec;
  readonly common: Common;
  readonly genesisHash: Hex;
  readonly genesisSeconds: number;
  readonly providerKeys: readonly Hex[];
}

export interface WorldSettings {
  /** Lower-case addresses of the labs that may seal. */
  readonly labs: readonly Hex[];
  readonly providers?: number;
  readonly genesisSeconds?: number;
  readonly censusEpochSeconds?: number;
  readonly difficulty?: Partial<ChainSpec['config']['medrec']['difficulty']>;
  /** Of the genesis block. */
  readonly firstDifficulty?: bigint;
  readonly gasLimit?: number;
  /** Of each provider, in millionths of ρ; a release costs `MICRO_RHO`. */
  readonly lifetimeMicroRho?: number;
}

/** Products on offer: three, so that offers differ. */
export const PRODUCTS: readonly Hex[] = ['c1', 'c2', 'c3'].map((byte): Hex => `0x${byte.repeat(32)}`);

export const MICRO_RHO = 100_000;
const PLENTY_MICRO_RHO = 1_000_000_000;

export function keyOf(name: string): Hex {
  return keccakHex(new TextEncoder().encode(`medrec torture, ${name}`));
}

export function addressOf(key: Hex): Hex {
  return computeAddress(key).toLowerCase() as Hex;
}

export async function foundWorld(settings: WorldSettings): Promise<World> {
  const genesisSeconds = settings.genesisSeconds ?? Math.floor(Date.now() / 1000) - 60;
  const providerKeys = Array.from({ length: settings.providers ?? 1 }, (_, i) => keyOf(`provider ${i}`));
  const lifetimeMicroRho = settings.lifetimeMicroRho ?? PLENTY_MICRO_RHO;
  const policy = { minimumCohort: 5, lifetimeMicroRho, sliceMicroRho: lifetimeMicroRho, periodEpochs: 10 };
  const founder = (address: Hex, name: string) => ({
    address,
    commitment: keyOf(name),
    encryptionKey: PRODUCTS[0] as Hex,
    host: 'http://127.0.0.1:1',
  });
  const spec = await createSpec({
    chainId: 515_151,
    timestampSeconds: genesisSeconds,
    difficulty: settings.firstDifficulty,
    config: {
      ...devnetPreset,
      version: 1,
      recordRules: true,
      forks: [],
      difficulty: { ...devnetPreset.difficulty, ...settings.difficulty },
      gasLimits: [{ fromBlock: 0, gasLimit: settings.gasLimit ?? devnetPreset.gasLimits[0]?.gasLimit ?? 0 }],
      censusEpochSeconds: settings.censusEpochSeconds ?? 7 * 86_400,
      products: PRODUCTS.map((definitionHash, i) => ({ id: `C0${i + 1}`, definitionHash, finestTier: 3, microRho: MICRO_RHO })),
      providers: providerKeys.map((key, i) => ({ ...founder(addressOf(key), `provider ${i}`), ...policy, products: [...PRODUCTS] })),
      labs: settings.labs.map((address, i) => founder(address, `lab ${i}`)),
    },
  });
  const common = createCommon(spec);
  return { spec, common, genesisHash: bytesToHex(buildGenesis(spec, common).block.hash()), genesisSeconds, providerKeys };
}
