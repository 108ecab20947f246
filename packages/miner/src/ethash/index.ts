export { EPOCH_BLOCKS, epochOf, seedHash } from './epoch.ts';
export {
  createKernelMemory,
  type EthashKernel,
  type KernelMemory,
  type KernelSearch,
  type KernelSearchResult,
  type KernelSizes,
  kernelModule,
  type LightInput,
  type MemoryPlan,
  NODE_BYTES,
  openKernel,
  PAGE_BYTES,
} from './kernel/index.ts';
export type { Ethash, Hashimoto, Seal, SealedWork } from './light/index.ts';
export type {
  DatasetState,
  FoundSeal,
  PoolClock,
  PoolJob,
  RestartReason,
  SearchPool,
  SearchPoolOptions,
  SearchThread,
} from './search/index.ts';
export { sizesAt, standardCacheBytes, standardDatasetBytes } from './sizes.ts';
export { meetsDifficulty, targetOf } from './target.ts';
