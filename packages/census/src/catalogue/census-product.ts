import type { ProductDefinition } from '@medrec/shared/census';
import type { Cohort, EventTable, IntegerColumn } from './cohort/cohort.ts';
import type { ExactCube } from './exact-cube.ts';

/** The de-identified coded tables, all that the catalogue sees. Implemented by the warehouse. */
export interface CensusWarehouse {
  /** Rows as objects keyed by column; parameters are bound to `$1`, `$2`, … */
  query(sql: string, params?: readonly (string | number)[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Columns of whole numbers, in the query's order and the widths asked for. */
  columns(
    sql: string,
    params: readonly (string | number)[],
    widths: readonly ((length: number) => IntegerColumn)[],
  ): Promise<readonly IntegerColumn[]>;
}

export interface CountContext {
  /**
   * Surrogates (`person.pid`) of patients whose census consent, at the block that closed the epoch, leaves out this
   * product's purpose. They are gone before anything is counted.
   */
  readonly excludedPids: readonly string[];
  /** Surrogates of the patients the epoch closed with; those loaded later wait for the next. Absent: everyone in the warehouse. */
  readonly includedPids?: readonly string[];
  /** Ages are those on 31 December of this calendar year; later records do not count. */
  readonly referenceYear: number;
}

/** One entry of the catalogue: its public definition, and how its cells are counted. */
export interface CensusProduct {
  readonly definition: ProductDefinition;
  /** Exact counts, each patient in at most L0 cells, by one each. For the release writer only: nobody else may see them. */
  countExactly(warehouse: CensusWarehouse, context: CountContext): Promise<ExactCube>;
  /** Surrogates of the patients that `countExactly` counts, ascending; for the snapshot root and the patients' census log. */
  countedPids(warehouse: CensusWarehouse, context: CountContext): Promise<readonly string[]>;
}

/** A product of this catalogue: it counts over coded columns. */
export interface CohortProduct extends CensusProduct {
  /** Tables of the cohort that it reads. */
  readonly tables: readonly EventTable[];
  /** As `countExactly`, over columns at hand. */
  countCohort(cohort: Cohort, referenceYear: number): ExactCube;
}
