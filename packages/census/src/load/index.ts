export { type FillWarehouse, fillWarehouse } from './fill-warehouse.ts';
export { type LoadOptions, loadSource } from './load-source.ts';
export { openStores, type Stores } from './open-stores.ts';
export type { LoadReport } from './report.ts';
