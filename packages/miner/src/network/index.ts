export type { PeerInfo } from './describe-peers.ts';
export { type FastStartOptions, type FastStartOutcome, fastStart } from './fast-start/fast-start.ts';
export { SNAPSHOT_INTERVAL } from './limits.ts';
export { createNetwork, type Network, type NetworkDependencies, type NetworkOptions } from './network.ts';
export { readOrCreateNodeKey } from './node-key.ts';
export { type MessageKind, type NetworkObserver, silentObserver } from './observer.ts';
export { openShelf, type ShelfOptions, type SnapshotShelf } from './snapshots/shelf.ts';
export type { SyncProgress } from './sync/catch-up.ts';
