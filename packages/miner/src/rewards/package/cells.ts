import { OBS_STATUS, type ProductDefinition, VALUE_COLUMNS } from '@medrec/shared/census';
import type { ReleasedCell, ReleaseTable } from '../verify-release/types.ts';

/** The dimensions a tier keeps, in the definition's order; undefined when the product has no such tier. */
export function dimensionsOfTier(product: ProductDefinition, tier: number): ProductDefinition['dimensions'] | undefined {
  const kept = product.tiers.find((entry) => entry.tier === tier)?.dimensions;
  return kept && product.dimensions.filter((dimension) => kept.includes(dimension.name));
}

/** Rows decoded by position: dimensions first, then `VALUE_COLUMNS`. */
export function cellsOf(table: ReleaseTable): ReleasedCell[] {
  const dimensions = table.columns.length - VALUE_COLUMNS.length;
  return table.rows.map((row) => {
    const [value, standardError, low, high] = row.slice(dimensions).map(toNumber);
    return {
      categories: row.slice(0, dimensions).map((category) => category ?? ''),
      value,
      standardError,
      low,
      high,
      withheld: row[dimensions + VALUE_COLUMNS.indexOf('obs_status')] === OBS_STATUS.withheld,
    };
  });
}

function toNumber(text: string | null): number | undefined {
  return text === null || text === '' ? undefined : Number(text);
}
