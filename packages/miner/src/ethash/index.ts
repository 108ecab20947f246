export { EPOCH_BLOCKS, epochOf, seedHash } from './epoch.ts';
export { kernelKeccak } from './keccak.ts';
export {
  createKernelMemory,
  type EthashKernel,
  type Hashimoto,
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
export { createEthash, type Ethash, type Seal, type SealedWork, type SmallSearch, searchSmall } from './light/index.ts';
export {
  createSearchPool,
  type DatasetState,
  type FoundSeal,
  type PoolClock,
  type PoolJob,
  type RestartReason,
  type SearchPool,
  type SearchPoolOptions,
  type SearchThread,
} from './search/index.ts';
export { sizesAt, standardCacheBytes, standardDatasetBytes } from './sizes.ts';
export { meetsDifficulty, targetOf } from './target.ts';
