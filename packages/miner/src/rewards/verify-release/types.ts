import type { Hex } from '@medrec/shared/bytes';
import type { ProductDefinition, ReleaseDatasheet, ReleaseManifest } from '@medrec/shared/census';
import type { PackageFiles } from '../package/unpack.ts';

/** What a lab asks its own node about a release. Where a block is named, state is as of its end: the node must keep old states. */
export interface ReleaseChain {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** undefined when the catalogue on chain has no such definition. */
  productOf(definitionHash: Hex): Promise<{ finestTier: number; microRho: bigint } | undefined>;
  accountOf(participantId: Hex, block: bigint): Promise<Hex>;
  /** `publishedAt` is the block's number, 0n before. */
  releaseOf(releaseKey: Hex): Promise<{ stage: number; lost: boolean; publishedAt: bigint }>;
  /** Number of the block in which the provider closed the epoch; 0n before. */
  closedAt(providerId: Hex, epoch: bigint): Promise<bigint>;
  commitmentOf(releaseKey: Hex, tier: number): Promise<Hex>;
  snapshotRootOf(providerId: Hex, epoch: bigint): Promise<Hex>;
  policyOf(providerId: Hex, block: bigint): Promise<{ minimumCohort: number; lifetimeMicroRho: bigint }>;
  spentMicroRho(providerId: Hex, block: bigint): Promise<bigint>;
}

/** A package's parts, decoded once; every check works on these. */
export interface OpenedRelease {
  readonly files: PackageFiles;
  readonly manifest: ReleaseManifest;
  readonly signature: Hex;
  readonly salt: Hex;
  readonly product: ProductDefinition;
  readonly datasheet: ReleaseDatasheet;
  /** Rows of `data.csv`, and of `data.parquet`, in file order. */
  readonly csv: ReleaseTable;
  readonly parquet: ReleaseTable;
}

/** A data file's column names and its rows, every value as text, absent ones null. */
export interface ReleaseTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One row of the data, decoded. A withheld cell has no numbers. */
export interface ReleasedCell {
  /** Category per dimension of the tier, in the definition's order. */
  readonly categories: readonly string[];
  readonly value: number | undefined;
  readonly standardError: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly withheld: boolean;
}

export interface CheckResult {
  readonly check: string;
  readonly title: string;
  readonly passed: boolean;
  /** Why it failed, in a sentence. */
  readonly detail?: string;
}

/** One question about a release. Gives undefined when all is well, else what is wrong. */
export interface ReleaseCheck {
  readonly code: string;
  readonly title: string;
  run(release: OpenedRelease, chain: ReleaseChain): Promise<string | undefined> | string | undefined;
}
