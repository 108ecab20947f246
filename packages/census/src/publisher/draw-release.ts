import type { Hex } from '@medrec/shared/bytes';
import { PURPOSE } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import { type CensusWarehouse, type CountContext, findProduct } from '../catalogue/index.ts';
import type { PreparedRelease, ReleaseWriter } from '../release/index.ts';
import type { Vault } from '../vault/index.ts';
import type { CensusLog } from './census-log.ts';
import type { ConsentHistory } from './consent-history.ts';
import type { PatientBook } from './patient-book.ts';
import type { HospitalChain } from './ports.ts';
import type { Snapshots } from './snapshots.ts';

export interface DrawDependencies {
  readonly chain: HospitalChain;
  readonly providerId: Hex;
  readonly vault: Pick<Vault, 'patient'>;
  readonly book: PatientBook;
  readonly warehouse: CensusWarehouse;
  readonly writer: Pick<ReleaseWriter, 'prepare'>;
  readonly snapshots: Snapshots;
  readonly consents: ConsentHistory;
  readonly censusLog: CensusLog;
  readonly nowSeconds: () => bigint;
}

export interface ReleaseToDraw {
  readonly releaseKey: Hex;
  readonly product: Hex;
  readonly epoch: bigint;
  /** Block of the epoch's close, which is confirmed. */
  readonly closedAt: bigint;
}

/**
 * Counts and draws one release of a closed epoch, or finds it drawn: the patients of the epoch's snapshot, less those who
 * at the block of the close had opted out of the product's purpose, paused or ended.
 * @throws MedrecError `SNAPSHOT_MISSING` when the chain's close was made with a snapshot that is not here; as `ReleaseWriter`.
 */
export async function drawRelease(release: ReleaseToDraw, dependencies: DrawDependencies): Promise<PreparedRelease> {
  const { chain, providerId, warehouse, writer, censusLog } = dependencies;
  const { product: productHash, epoch, closedAt } = release;
  const product = findProduct(productHash);
  const fixed = await dependencies.snapshots.get(epoch);
  const snapshotRoot = await chain.snapshotRootOf(providerId, epoch, closedAt);
  if (fixed?.root.toLowerCase() !== snapshotRoot.toLowerCase()) throw snapshotMissing(epoch);
  const { minimumCohort } = await chain.policyOf(providerId, closedAt);
  const optedOut = await excludedPids(closedAt, PURPOSE[product.definition.purpose], dependencies);
  const counted = new Set(fixed.snapshot.pids.filter((pid) => !optedOut.has(pid)));
  return frozen(warehouse, async () => {
    const context = await countContext(warehouse, counted, await chain.epochEnd(epoch));
    const request = { product: productHash, epoch: Number(epoch), snapshotRoot, minimumCohort, context, commitmentsOnChain: [] };
    const prepared = await writer.prepare(request);
    const pids = [...(await product.countedPids(warehouse, context))];
    await censusLog.record(release.releaseKey, {
      product: productHash,
      epoch: epoch.toString(),
      at: Number(dependencies.nowSeconds()),
      pids,
    });
    return prepared;
  });
}

async function excludedPids(block: bigint, purpose: number, { consents, book, vault }: DrawDependencies): Promise<Set<string>> {
  const pids = new Set<string>();
  for (const relationship of await consents.excludedAt(block, purpose)) {
    const patient = book.patientOf(relationship);
    const ref = patient && (await vault.patient(patient));
    if (ref) pids.add(ref.pid.toString());
  }
  return pids;
}

/** All reads inside see one state of the warehouse: a load that goes on meanwhile adds nobody between two of them. */
async function frozen<Result>(warehouse: CensusWarehouse, work: () => Promise<Result>): Promise<Result> {
  await warehouse.query('BEGIN TRANSACTION READ ONLY');
  try {
    return await work();
  } finally {
    await warehouse.query('COMMIT');
  }
}

/** The catalogue takes whom to leave out: everyone in the warehouse who is not to be counted. */
async function countContext(warehouse: CensusWarehouse, counted: ReadonlySet<string>, epochEnd: bigint): Promise<CountContext> {
  const everyone = (await warehouse.query('SELECT CAST(pid AS VARCHAR) AS pid FROM person')).map((row) => String(row['pid']));
  // The epoch's last second is the one before its end: an epoch that ends at New Year belongs to the old year.
  const referenceYear = new Date((Number(epochEnd) - 1) * 1000).getUTCFullYear();
  return { excludedPids: everyone.filter((pid) => !counted.has(pid)), referenceYear };
}

function snapshotMissing(epoch: bigint): MedrecError {
  return new MedrecError({
    code: 'SNAPSHOT_MISSING',
    message: 'The epoch was closed on the chain with a snapshot that this vault does not hold.',
    facts: { epoch },
    remedy: 'Restore the vault from the copy that closed the epoch; its releases stay unpublished until then.',
  });
}
