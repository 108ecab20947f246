import type { CohortProduct } from '@medrec/census/catalogue';
import { createRandom, type GeneratedColumns } from '@medrec/census/generator';
import {
  createRandomIntegers,
  DEFAULT_MINIMUM_COHORT,
  drawTiers,
  type PublishedCell,
  publishCells,
  type RandomSource,
} from '@medrec/census/privacy';
import { type OpenedRelease, plotRelease } from '@medrec/miner/rewards';
import { type ProductDefinition, VALUE_COLUMNS } from '@medrec/shared/census';

/** Tier 0 of a made-up hospital as the lab's own plot draws it. The noise is seeded: the same picture every time. */
export async function productPicture(
  { definition, countCohort }: CohortProduct,
  cohort: GeneratedColumns,
  referenceYear: number,
): Promise<string> {
  const { exactCounts } = countCohort(cohort, referenceYear);
  const commons = drawTiers(definition, exactCounts, createRandomIntegers(seeded())).find(({ plan }) => plan.tier === 0);
  if (commons === undefined) throw new Error(`${definition.id} has no tier 0`);
  const cells = publishCells(commons.cells, commons.plan.sigmaSquared, DEFAULT_MINIMUM_COHORT);
  const csv = { columns: [...commons.plan.dimensions, ...VALUE_COLUMNS], rows: rowsOf(definition, commons.plan.dimensions, cells) };
  const manifest = { providerId: `0x${'00'.repeat(32)}`, epoch: 0, tier: 0 };
  return plotRelease({ csv, product: definition, manifest } as unknown as OpenedRelease);
}

function rowsOf(definition: ProductDefinition, kept: readonly string[], cells: readonly PublishedCell[]): (string | null)[][] {
  const domains = definition.dimensions.filter(({ name }) => kept.includes(name)).map(({ categories }) => categories);
  return cells.map((cell, index) => {
    let rest = index;
    const labels = domains.toReversed().map((categories) => {
      const label = categories[rest % categories.length] ?? '';
      rest = Math.floor(rest / categories.length);
      return label;
    });
    const values = [cell.value, cell.se, cell.ciLow, cell.ciHigh, cell.obsStatus, cell.confStatus];
    return [...labels.toReversed(), ...values.map((value) => (value === null ? null : String(value)))];
  });
}

function seeded(): RandomSource {
  const random = createRandom(1);
  return (target) => {
    for (let at = 0; at < target.length; at++) target[at] = random.integer(256);
  };
}
