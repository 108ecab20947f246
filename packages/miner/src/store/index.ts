export { type BoundedCache, createBoundedCache } from './bounded-cache.ts';
export { checkedValue, openCheckedValue, storeDamaged } from './checked-value.ts';
export { decodeReceipts, encodeReceipts } from './encode-receipts.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export { replayStored } from './replay.ts';
export { DEFAULT_KEPT_STATES, type StateMode, type StateWindow, statePruned } from './state-window.ts';
export type { BlockCommit, CanonicalChange, GenesisState, Store, StoredPlace, StoredReceipts } from './types.ts';
