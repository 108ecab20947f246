export { isLoopback } from './access/loopback.ts';
export { readOrCreateToken, readToken } from './access/token.ts';
export { createRemoteSealing, type RemoteSealing, type RemoteSealingOptions, requireRemoteSealing } from './create-remote-sealing.ts';
export type { RefusedReason, RemoteCaller, RemoteObserver, RemoteReason, RemoteReport, WorkerReport, WorkPackage } from './types.ts';
