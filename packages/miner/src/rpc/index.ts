export type { DispatchObserver } from './dispatch.ts';
export { systemTransactionHash } from './format/log.ts';
export { createRpcServer, type PlainRoute, type RpcServer, type RpcServerDependencies, type RpcServerOptions } from './server.ts';
export type { MiningControl, PeersView, SealerView } from './types.ts';
