export type { CensusProduct, CensusWarehouse, CountContext } from './census-product.ts';
export { createExactCube, type ExactCube } from './exact-cube.ts';
export { catalogue, findProduct } from './registry.ts';
