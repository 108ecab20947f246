import type { ProductDefinition } from '@medrec/shared/census';
import { MedrecError } from '@medrec/shared/errors';
import type { CensusProduct, CensusWarehouse, CountContext } from './census-product.ts';
import type { CodedDimension } from './domains.ts';
import { createExactCube, type ExactCube } from './exact-cube.ts';

export interface CountedProduct {
  readonly definition: ProductDefinition;
  /** The definition's dimensions, in its order. */
  readonly dimensions: readonly CodedDimension[];
  /** FROM and WHERE over `allowed AS person`, those who may be counted; `REFERENCE_YEAR_SQL` is the year asked for. */
  readonly populationSql: string;
}

/**
 * A product from its definition and its population. Bounding is here, once for all products, so no product can forget it.
 */
export function createProduct(product: CountedProduct): CensusProduct {
  return {
    definition: product.definition,
    countExactly: (warehouse, context) => countPatients(product, warehouse, context),
    countedPids: (warehouse, context) => countedPids(product, warehouse, context),
  };
}

/**
 * Patient × cell, each pair once, no patient in more than L0 cells, opt-outs gone before. Which cells a patient with too
 * many keeps is decided by a hash of surrogate and cell: the same whatever the row order, and without favouring the first
 * categories.
 */
function boundedSql({ definition, dimensions, populationSql }: CountedProduct, context: CountContext): string {
  const pid = 'CAST(pid AS VARCHAR)';
  const included = context.includedPids === undefined ? '' : `AND ${pid} IN (${listSql('$3')})`;
  return `
    WITH allowed AS MATERIALIZED (
      SELECT * FROM person WHERE ${pid} NOT IN (${listSql('$1')}) ${included}
    ), contribution AS (
      SELECT DISTINCT person.pid AS pid, ${cellSql(definition, dimensions)} AS cell ${populationSql}
    ), ranked AS (
      SELECT pid, list_sort(list_transform(list(cell), lambda c: {'rank': hash(pid, c), 'cell': c})) AS cells
      FROM contribution WHERE cell IS NOT NULL GROUP BY pid
    ), bounded AS (
      SELECT pid, unnest(cells[:${definition.contributionBound}]).cell AS cell FROM ranked
    )`;
}

/** A row's place in the row-major table; NULL where a dimension has none, −1 where one is outside its public domain. */
function cellSql({ dimensions }: ProductDefinition, coded: readonly CodedDimension[]): string {
  let place = '0';
  const checks: string[] = [];
  for (const [at, { indexSql }] of coded.entries()) {
    const width = dimensions[at]?.categories.length ?? 0;
    place = `(${place} * ${width} + ${indexSql})`;
    checks.push(`${indexSql} NOT BETWEEN 0 AND ${width - 1}`);
  }
  return `CAST(CASE WHEN ${checks.join(' OR ')} THEN -1 ELSE ${place} END AS INTEGER)`;
}

/** A list as one JSON parameter: any length, and no text of it ever becomes SQL. */
function listSql(parameter: string): string {
  return `SELECT unnest(from_json(${parameter}, '["VARCHAR"]'))`;
}

function parameters({ excludedPids, includedPids, referenceYear }: CountContext): readonly (string | number)[] {
  const always = [JSON.stringify(excludedPids), referenceYear];
  return includedPids === undefined ? always : [...always, JSON.stringify(includedPids)];
}

async function countPatients(product: CountedProduct, warehouse: CensusWarehouse, context: CountContext): Promise<ExactCube> {
  const sql = `${boundedSql(product, context)} SELECT cell, CAST(count(*) AS INTEGER) AS patients FROM bounded GROUP BY cell`;
  const counts = new Int32Array(product.definition.dimensions.reduce((size, { categories }) => size * categories.length, 1));
  for (const row of await warehouse.query(sql, parameters(context))) {
    const cell = Number(row['cell']);
    if (!Number.isInteger(cell) || cell < 0 || cell >= counts.length) throw outsideDomain(product.definition);
    counts[cell] = Number(row['patients']);
  }
  return createExactCube(counts);
}

function outsideDomain({ id }: ProductDefinition): MedrecError {
  return new MedrecError({
    code: 'CELL_OUTSIDE_DOMAIN',
    message: 'The warehouse has a value outside the product’s public domain.',
    facts: { product: id },
    remedy: 'Load the records again; the coded columns hold only what de-identification lets through.',
  });
}

async function countedPids(product: CountedProduct, warehouse: CensusWarehouse, context: CountContext): Promise<readonly string[]> {
  const sql = `${boundedSql(product, context)} SELECT DISTINCT CAST(pid AS VARCHAR) AS pid FROM bounded ORDER BY 1`;
  return (await warehouse.query(sql, parameters(context))).map((row) => String(row['pid']));
}
