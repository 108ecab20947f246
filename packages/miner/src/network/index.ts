export type { PeerInfo } from './describe-peers.ts';
export { createNetwork, type Network, type NetworkDependencies, type NetworkOptions } from './network.ts';
export { readOrCreateNodeKey } from './node-key.ts';
export { type MessageKind, type NetworkObserver, silentObserver } from './observer.ts';
export type { SyncProgress } from './sync/catch-up.ts';
