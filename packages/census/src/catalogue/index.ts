export type { CensusProduct, CensusWarehouse, CohortProduct, CountContext } from './census-product.ts';
export type { Cohort, EventTable } from './cohort/cohort.ts';
export { describeProduct, type ProductSummary } from './describe-product.ts';
export { createExactCube, type ExactCube } from './exact-cube.ts';
export { catalogue, findProduct } from './registry.ts';
