import { cellsOf } from '../../package/cells.ts';
import type { ReleaseCheck } from '../types.ts';

/** No published value is under the floor of the provider's policy when it closed the epoch, which is when it fixed what is counted. */
export const cohortCheck: ReleaseCheck = {
  code: 'COHORT',
  title: 'no published cell is under the cohort floor',
  async run({ csv, manifest, datasheet }, chain) {
    const closedAt = await chain.closedAt(manifest.providerId, BigInt(manifest.epoch));
    if (closedAt === 0n) return 'the provider has not closed the epoch';
    const { minimumCohort: floor } = await chain.policyOf(manifest.providerId, closedAt);
    if (manifest.minimumCohort < floor || datasheet.suppression.minimumCohort !== manifest.minimumCohort) {
      return `it was made with a floor of ${manifest.minimumCohort}, the chain’s was ${floor}`;
    }
    const cells = cellsOf(csv);
    const low = cells.findIndex(({ value }) => value !== undefined && value < manifest.minimumCohort);
    if (low >= 0) return `row ${low + 1} is under the floor`;
    const withheld = cells.filter((cell) => cell.withheld).length;
    return withheld === datasheet.suppression.suppressedCells ? undefined : 'the datasheet counts other withheld cells';
  },
};
