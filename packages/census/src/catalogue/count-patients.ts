import type { ProductDefinition } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import type { CensusProduct, CensusWarehouse, CountContext } from './census-product.ts';
import type { CodedDimension } from './domains.ts';
import { createExactCube, type ExactCube } from './exact-cube.ts';

export interface CountedProduct {
  readonly definition: ProductDefinition;
  /** The definition's dimensions, in its order. */
  readonly dimensions: readonly CodedDimension[];
  /** FROM and WHERE over `person` and what is joined to it; `REFERENCE_YEAR_SQL` is the year asked for. */
  readonly populationSql: string;
}

/**
 * A product from its definition and its population. Bounding is here, once for all products, so no product can forget it.
 */
export function createProduct(product: CountedProduct): CensusProduct {
  return {
    definition: product.definition,
    count: (warehouse, context) => countPatients(product, warehouse, context),
    countedPids: (warehouse, context) => countedPids(product, warehouse, context),
  };
}

/**
 * Patient × cell, each pair once, no patient in more than L0 cells, opt-outs gone before. Which cells a patient with too
 * many keeps is decided by a hash of surrogate and cell: the same whatever the row order, and without favouring the first
 * categories.
 */
function boundedSql({ definition, dimensions, populationSql }: CountedProduct, context: CountContext): string {
  const included = context.includedPids === undefined ? '' : `AND ${PID} IN (${listSql('$3')})`;
  const columns = dimensions.map((_, at) => `d${at}`).join(', ');
  const indices = dimensions.map(({ indexSql }, at) => `CAST(${indexSql} AS INTEGER) AS d${at}`).join(', ');
  return `
    WITH contribution AS (
      SELECT DISTINCT person.pid AS pid, ${indices} ${populationSql}
      AND ${PID} NOT IN (${listSql('$1')}) ${included}
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY pid ORDER BY md5(concat_ws('/', pid, ${columns})), ${columns}) AS cell_rank
      FROM contribution WHERE ${dimensions.map((_, at) => `d${at} IS NOT NULL`).join(' AND ')}
    ), bounded AS (SELECT * FROM ranked WHERE cell_rank <= ${definition.contributionBound})`;
}

const PID = 'CAST(person.pid AS VARCHAR)';

/** A list as one JSON parameter: any length, and no text of it ever becomes SQL. */
function listSql(parameter: string): string {
  return `SELECT unnest(from_json(${parameter}, '["VARCHAR"]'))`;
}

function parameters({ excludedPids, includedPids, referenceYear }: CountContext): readonly (string | number)[] {
  const always = [JSON.stringify(excludedPids), referenceYear];
  return includedPids === undefined ? always : [...always, JSON.stringify(includedPids)];
}

async function countPatients(product: CountedProduct, warehouse: CensusWarehouse, context: CountContext): Promise<ExactCube> {
  const columns = product.dimensions.map((_, at) => `d${at}`).join(', ');
  const sql = `${boundedSql(product, context)} SELECT ${columns}, CAST(count(*) AS INTEGER) AS patients FROM bounded GROUP BY ${columns}`;
  const widths = product.definition.dimensions.map(({ categories }) => categories.length);
  const counts = new Int32Array(widths.reduce((size, width) => size * width, 1));
  for (const row of await warehouse.query(sql, parameters(context))) {
    let cell = 0;
    for (const [at, width] of widths.entries()) cell = cell * width + categoryOf(product, row[`d${at}`], width, at);
    counts[cell] = Number(row['patients']);
  }
  return createExactCube(counts);
}

function categoryOf(product: CountedProduct, index: unknown, width: number, at: number): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < width) return index;
  throw new MedrecError({
    code: 'CELL_OUTSIDE_DOMAIN',
    message: 'The warehouse has a value outside the product’s public domain.',
    facts: { product: product.definition.id, dimension: product.definition.dimensions[at]?.name },
    remedy: 'Load the records again; the coded columns hold only what de-identification lets through.',
  });
}

async function countedPids(product: CountedProduct, warehouse: CensusWarehouse, context: CountContext): Promise<readonly string[]> {
  const sql = `${boundedSql(product, context)} SELECT DISTINCT CAST(pid AS VARCHAR) AS pid FROM bounded ORDER BY 1`;
  return (await warehouse.query(sql, parameters(context))).map((row) => String(row['pid']));
}
