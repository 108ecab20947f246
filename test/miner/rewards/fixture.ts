import { catalogue, createExactCube } from '@medrec/census/catalogue';
import { osRandom } from '@medrec/census/privacy';
import { type BuiltTier, buildRelease } from '@medrec/census/release';
import { type PackageFiles, type ReleaseChain, unpackRelease } from '@medrec/miner/rewards';
import { type Hex, hexToBytes } from '@medrec/shared/bytes';
import { type ProductDefinition, productHash, productMicroRho, releaseKey } from '@medrec/shared/census';
import { Wallet } from 'ethers';

const hex32 = (byte: number): Hex => `0x${byte.toString(16).padStart(2, '0').repeat(32)}`;

export const PROVIDER_ID: Hex = hex32(0x11);
export const EPOCH = 12;
const GENESIS = hex32(0x22);
const SNAPSHOT = hex32(0x33);
const CHAIN_ID = 7;
const FLOOR = 11;
/** Floor and account are others at any other block: what they are later says nothing of this release. */
const CLOSED_AT = 30n;
const PUBLISHED_AT = 33n;
const STRANGER: Hex = '0x00000000000000000000000000000000000000aa';
const provider = new Wallet(hex32(0x44));

export interface PaidRelease {
  readonly product: ProductDefinition;
  readonly releaseKey: Hex;
  readonly tiers: readonly BuiltTier[];
  readonly chain: ReleaseChain;
  files(tier: number): Promise<PackageFiles>;
}

/** A release as a hospital makes it, and a chain that knows it. Counts are a smooth hill with small cells at its edge. */
export async function paidRelease(id: 'C01' | 'C04'): Promise<PaidRelease> {
  const product = catalogue.find((entry) => entry.definition.id === id)?.definition;
  if (product === undefined) throw new Error(`the catalogue has no ${id}`);
  const size = product.dimensions.reduce((cells, { categories }) => cells * categories.length, 1);
  const counts = Int32Array.from({ length: size }, (_, i) => Math.round(60 * Math.sin((Math.PI * (i % 19)) / 19)));
  const tiers = await buildRelease(
    {
      product,
      cube: createExactCube(counts),
      epoch: EPOCH,
      chainId: CHAIN_ID,
      genesisHash: GENESIS,
      providerId: PROVIDER_ID,
      snapshotRoot: SNAPSHOT,
      minimumCohort: FLOOR,
      budget: { spentMicroRho: productMicroRho(product), lifetimeMicroRho: 1_000_000 },
      zipTable: 'test',
    },
    { random: osRandom, signManifest: async (hash) => (await provider.signMessage(hexToBytes(hash))) as Hex },
  );
  const key = releaseKey({ providerId: PROVIDER_ID, product: productHash(product), epoch: BigInt(EPOCH) });
  const chain: ReleaseChain = {
    chainId: BigInt(CHAIN_ID),
    genesisHash: GENESIS,
    productOf: async (hash) =>
      hash === productHash(product) ? { finestTier: tiers.length - 1, microRho: BigInt(productMicroRho(product)) } : undefined,
    accountOf: async (_, block) => (block === PUBLISHED_AT ? (provider.address as Hex) : STRANGER),
    releaseOf: async (asked) => ({ stage: 2, lost: false, publishedAt: asked === key ? PUBLISHED_AT : 0n }),
    closedAt: async () => CLOSED_AT,
    commitmentOf: async (asked, tier) => (asked === key ? tiers[tier]?.commitment : undefined) ?? hex32(0),
    snapshotRootOf: async () => SNAPSHOT,
    policyOf: async (_, block) => ({ minimumCohort: block === CLOSED_AT ? FLOOR : 40, lifetimeMicroRho: 1_000_000n }),
    spentMicroRho: async (_, block) => (block === PUBLISHED_AT ? BigInt(productMicroRho(product)) : 0n),
  };
  return { product, releaseKey: key, tiers, chain, files: (tier) => unpackRelease(tiers[tier]?.package ?? new Uint8Array()) };
}
