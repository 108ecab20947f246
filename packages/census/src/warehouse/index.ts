export type { IntegerColumn } from './read-columns.ts';
export type { PatientFacts } from './schema.ts';
export { openWarehouse, type Warehouse, type WarehouseRow } from './warehouse.ts';
