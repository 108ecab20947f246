import { cellsOf } from '../../package/cells.ts';
import type { ReleaseCheck } from '../types.ts';

/** No published value is under the floor the provider's policy sets on chain. */
export const cohortCheck: ReleaseCheck = {
  code: 'COHORT',
  title: 'no published cell is under the cohort floor',
  async run({ csv, manifest, datasheet }, chain) {
    const floor = await chain.minimumCohortOf(manifest.providerId);
    if (manifest.minimumCohort < floor || datasheet.suppression.minimumCohort !== manifest.minimumCohort) {
      return `it was made with a floor of ${manifest.minimumCohort}, the chain’s is ${floor}`;
    }
    const cells = cellsOf(csv);
    const low = cells.findIndex(({ value }) => value !== undefined && value < manifest.minimumCohort);
    if (low >= 0) return `row ${low + 1} is under the floor`;
    const withheld = cells.filter((cell) => cell.withheld).length;
    return withheld === datasheet.suppression.suppressedCells ? undefined : 'the datasheet counts other withheld cells';
  },
};
