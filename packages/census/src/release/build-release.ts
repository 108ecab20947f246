import { bytesToHex, canonicalBytes, type Hex, sha256Hex } from '@medrec/shared/bytes';
import {
  manifestCommitment,
  manifestHash,
  type ProductDefinition,
  productHash,
  productMicroRho,
  RELEASE_FILES,
  RELEASE_FORMAT,
  type ReleaseManifest,
} from '@medrec/shared/census';
import type { ExactCube } from '../catalogue/index.ts';
import { createRandomIntegers, drawTiers, type NoisyTable, publishCells, type RandomSource } from '../privacy/index.ts';
import { createCsvwMetadata, createDcatDataset } from './catalogue-metadata.ts';
import { createDataTable, formatCsv, formatSdmxCsv } from './data-table.ts';
import { createDataPackage } from './datapackage.ts';
import { createDatasheet } from './datasheet.ts';
import { formatDatasheetHtml } from './datasheet-html.ts';
import { packTar } from './package-tar.ts';
import { formatParquet } from './parquet.ts';

export interface ReleaseInput {
  readonly product: ProductDefinition;
  readonly cube: ExactCube;
  readonly epoch: number;
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** The provider's participant id, 32 bytes. */
  readonly providerId: Hex;
  /** As committed by `closeEpoch`. */
  readonly snapshotRoot: Hex;
  readonly minimumCohort: number;
  /** Millionths of ρ: spent by the provider with this release, and its lifetime budget. */
  readonly budget: { readonly spentMicroRho: number; readonly lifetimeMicroRho: number };
  readonly zipTable: string;
}

export interface ReleaseTools {
  readonly random: RandomSource;
  /** EIP-191 signature by the provider over the 32-byte manifest hash. */
  readonly signManifest: (hash: Hex) => Promise<Hex>;
}

export interface BuiltTier {
  readonly tier: number;
  /** Deterministic tar. */
  readonly package: Uint8Array;
  readonly manifest: ReleaseManifest;
  readonly manifestHash: Hex;
  readonly salt: Hex;
  /** What `publishRelease` puts on the chain for this tier. */
  readonly commitment: Hex;
}

/** Draws and packs all tiers of one release, ascending by tier. The caller has debited the ledger. */
export async function buildRelease(input: ReleaseInput, tools: ReleaseTools): Promise<readonly BuiltTier[]> {
  const tables = drawTiers(input.product, input.cube.exactCounts, createRandomIntegers(tools.random));
  const tiers: BuiltTier[] = [];
  for (const table of tables.toReversed()) tiers.push(await buildTier(input, table, tools));
  return tiers;
}

async function buildTier(input: ReleaseInput, table: NoisyTable, tools: ReleaseTools): Promise<BuiltTier> {
  const contents = await describedFiles(input, table);
  const manifest = createManifest(input, table.plan.tier, contents);
  const hash = manifestHash(manifest);
  const saltBytes = new Uint8Array(32);
  tools.random(saltBytes);
  const salt = bytesToHex(saltBytes);
  const files = new Map(contents)
    .set(RELEASE_FILES.manifest, canonicalBytes(manifest))
    .set(RELEASE_FILES.signature, Buffer.from(await tools.signManifest(hash)))
    .set(RELEASE_FILES.salt, Buffer.from(salt));
  return {
    tier: table.plan.tier,
    package: await packTar(files),
    manifest,
    manifestHash: hash,
    salt,
    commitment: manifestCommitment(hash, salt),
  };
}

/** The files that the manifest lists. */
async function describedFiles({ product, epoch, ...input }: ReleaseInput, { plan, cells }: NoisyTable): Promise<Map<string, Uint8Array>> {
  const published = publishCells(cells, plan.sigmaSquared, input.minimumCohort);
  const table = createDataTable(product, plan.dimensions, published);
  const datasheet = createDatasheet({ ...input, product, plan, epoch, cells: published });
  return new Map<string, Uint8Array>([
    [RELEASE_FILES.product, canonicalBytes(product)],
    [RELEASE_FILES.csv, Buffer.from(formatCsv(table))],
    [RELEASE_FILES.parquet, await formatParquet(table)],
    [RELEASE_FILES.datasheet, canonicalBytes(datasheet)],
    [RELEASE_FILES.datapackage, canonicalBytes(createDataPackage(product, plan, epoch))],
    [RELEASE_FILES.html, Buffer.from(formatDatasheetHtml(datasheet, product, table))],
    [RELEASE_FILES.sdmx, Buffer.from(formatSdmxCsv(table, product))],
    [RELEASE_FILES.csvw, canonicalBytes(createCsvwMetadata(product, plan))],
    [RELEASE_FILES.dcat, canonicalBytes(createDcatDataset(product, plan, epoch))],
  ]);
}

function createManifest(input: ReleaseInput, tier: number, files: ReadonlyMap<string, Uint8Array>): ReleaseManifest {
  return {
    format: RELEASE_FORMAT,
    chainId: input.chainId,
    genesisHash: input.genesisHash,
    providerId: input.providerId,
    product: { id: input.product.id, definitionHash: productHash(input.product) },
    epoch: input.epoch,
    tier,
    snapshotRoot: input.snapshotRoot,
    microRho: productMicroRho(input.product),
    minimumCohort: input.minimumCohort,
    files: [...files]
      .map(([path, content]) => ({ path, bytes: content.length, sha256: sha256Hex(content) }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
