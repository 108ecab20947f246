export type { PatientFacts } from './schema.ts';
export { openWarehouse, type Warehouse, type WarehouseRow } from './warehouse.ts';
