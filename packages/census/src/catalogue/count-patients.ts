import type { ProductDefinition } from '@medrec/shared/census';
import { createCellChooser } from './bound-cells.ts';
import { type CellSet, createCellSet } from './cell-set.ts';
import type { CensusWarehouse, CohortProduct, CountContext } from './census-product.ts';
import type { Cohort, EventTable } from './cohort/cohort.ts';
import { loadCohort } from './cohort/load-cohort.ts';
import { createExactCube, type ExactCube } from './exact-cube.ts';

/** Adds the cells of one patient, by her place in the cohort. */
export type PatientRule = (patient: number, cells: CellSet) => void;

export interface CountedProduct {
  readonly definition: ProductDefinition;
  /** Tables that the rule reads besides `person`. */
  readonly tables: readonly EventTable[];
  /** Readies the rule for a cohort. It must depend on a patient's rows as a set, not on their order. */
  rule(cohort: Cohort, referenceYear: number): PatientRule;
}

/** A product from its definition and its rule. Bounding is here, once for all products, so no product can forget it. */
export function createProduct(product: CountedProduct): CohortProduct {
  const load = (warehouse: CensusWarehouse, context: CountContext): Promise<Cohort> => loadCohort(warehouse, context, product.tables);
  const countCohort = (cohort: Cohort, referenceYear: number): ExactCube => {
    const counts = new Int32Array(product.definition.dimensions.reduce((size, { categories }) => size * categories.length, 1));
    eachContribution(product, cohort, referenceYear, (_, cell) => {
      counts[cell] = (counts[cell] as number) + 1;
    });
    return createExactCube(counts);
  };
  return {
    definition: product.definition,
    tables: product.tables,
    countCohort,
    countExactly: async (warehouse, context) => countCohort(await load(warehouse, context), context.referenceYear),
    async countedPids(warehouse, context) {
      const cohort = await load(warehouse, context);
      const patients = new Set<number>();
      eachContribution(product, cohort, context.referenceYear, (patient) => void patients.add(patient));
      return [...patients].map((patient) => pidOf(cohort, patient)).sort();
    },
  };
}

/** Patient × cell, each pair once, no patient in more than L0 cells. */
function eachContribution(
  { definition, rule }: CountedProduct,
  cohort: Cohort,
  referenceYear: number,
  contribute: (patient: number, cell: number) => void,
): void {
  const { contributionBound, dimensions } = definition;
  const cells = createCellSet(dimensions.reduce((size, { categories }) => size * categories.length, 1));
  const choose = createCellChooser(contributionBound);
  const apply = rule(cohort, referenceYear);
  const { pidLow, pidHigh } = cohort.person;
  for (let patient = 0; patient < cohort.size; patient++) {
    cells.clear();
    apply(patient, cells);
    if (cells.size <= contributionBound) {
      for (let at = 0; at < cells.size; at++) contribute(patient, cells.at(at));
      continue;
    }
    const chosen = choose(cells, pidLow[patient] as number, pidHigh[patient] as number);
    for (let at = 0; at < chosen.length; at++) contribute(patient, chosen[at] as number);
  }
}

function pidOf({ person }: Cohort, patient: number): string {
  return ((BigInt(person.pidHigh[patient] as number) << 32n) | BigInt(person.pidLow[patient] as number)).toString();
}
