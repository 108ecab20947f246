export { composeNode, type NodeDependencies } from './compose.ts';
export type { NodeEndpoint } from './endpoint-file.ts';
export { chainFolder, keptSpecPath } from './folder.ts';
export type { Node } from './node.ts';
export { type NodeOptions, parseNodeOptions } from './options.ts';
export { runNode } from './run-node.ts';
