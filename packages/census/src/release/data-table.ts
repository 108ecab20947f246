import { type ProductDefinition, VALUE_COLUMNS } from '@medrec/shared/census';
import type { PublishedCell } from '../privacy/index.ts';

/** A tidy table: a row per cell of the public domain, dimensions first. */
export interface DataTable {
  readonly dimensions: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** @param cells Row-major over `kept`, the product's dimensions that this tier keeps, in its order. */
export function createDataTable(product: ProductDefinition, kept: readonly string[], cells: readonly PublishedCell[]): DataTable {
  const domains = product.dimensions.filter(({ name }) => kept.includes(name)).map(({ categories }) => categories);
  const rows = cells.map((cell, index) => {
    const labels: string[] = [];
    let rest = index;
    for (const categories of domains.toReversed()) {
      labels.unshift(categories[rest % categories.length] ?? '');
      rest = Math.floor(rest / categories.length);
    }
    return [...labels, cell.value, cell.se, cell.ciLow, cell.ciHigh, cell.obsStatus, cell.confStatus];
  });
  return { dimensions: kept, rows };
}

/** RFC 4180 with `\n` line ends; an empty field is a withheld figure. */
export function formatCsv({ dimensions, rows }: DataTable): string {
  const lines = [[...dimensions, ...VALUE_COLUMNS], ...rows].map((row) => row.map(formatField).join(','));
  return `${lines.join('\n')}\n`;
}

/**
 * The same rows in the column layout of SDMX-CSV 2.0: structure, action, dimensions in capitals, `OBS_VALUE`, attributes. Categories stand as
 * they are in the product's public domain.
 */
export function formatSdmxCsv({ dimensions, rows }: DataTable, product: ProductDefinition): string {
  const [, ...attributes] = VALUE_COLUMNS;
  const header = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', ...dimensions, 'OBS_VALUE', ...attributes].map((name) => name.toUpperCase());
  const lines = rows.map((row) => ['dataflow', `MEDREC:${product.id}(${product.version}.0.0)`, 'I', ...row]);
  return `${[header, ...lines].map((row) => row.map(formatField).join(',')).join('\n')}\n`;
}

function formatField(field: string | number | null): string {
  const text = field === null ? '' : String(field);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
