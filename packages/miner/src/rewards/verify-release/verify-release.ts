import type { ReleaseManifest } from '@medrec/shared/census';
import { openRelease } from '../package/open-release.ts';
import type { PackageFiles } from '../package/unpack.ts';
import { budgetCheck } from './checks/budget.ts';
import { cohortCheck } from './checks/cohort.ts';
import { commitmentCheck } from './checks/commitment.ts';
import { definitionCheck } from './checks/definition.ts';
import { filesCheck } from './checks/files.ts';
import { networkCheck } from './checks/network.ts';
import { parquetCheck } from './checks/parquet.ts';
import { schemaCheck } from './checks/schema.ts';
import { signatureCheck } from './checks/signature.ts';
import { snapshotCheck } from './checks/snapshot.ts';
import type { CheckResult, OpenedRelease, ReleaseChain, ReleaseCheck } from './types.ts';

const CHECKS: readonly ReleaseCheck[] = [
  networkCheck,
  definitionCheck,
  signatureCheck,
  commitmentCheck,
  snapshotCheck,
  filesCheck,
  schemaCheck,
  parquetCheck,
  cohortCheck,
  budgetCheck,
];

export interface Verification {
  readonly release: OpenedRelease;
  readonly manifest: ReleaseManifest;
  readonly passed: boolean;
  /** Every check runs even when one fails: the list is the evidence of a dispute. */
  readonly checks: readonly CheckResult[];
}

/** Holds a release against itself and the chain. @throws MedrecError when it cannot even be opened. */
export async function verifyRelease(files: PackageFiles, chain: ReleaseChain): Promise<Verification> {
  const release = await openRelease(files);
  const checks: CheckResult[] = [];
  for (const { code, title, run } of CHECKS) {
    const detail = await run(release, chain);
    checks.push({ check: code, title, passed: detail === undefined, ...(detail === undefined ? {} : { detail }) });
  }
  return { release, manifest: release.manifest, passed: checks.every(({ passed }) => passed), checks };
}
