export { type BoundedCache, createBoundedCache } from './bounded-cache.ts';
export { storeDamaged } from './checked-value.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export type { BlockCommit, CanonicalChange, GenesisState, Store, StoredPlace, StoredReceipts } from './types.ts';
