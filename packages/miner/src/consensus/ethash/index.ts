export { seedHash } from './cache.ts';
export { createEthash, type Ethash, meetsDifficulty, type Seal, type SearchRequest } from './ethash.ts';
export type { Hashimoto } from './hashimoto.ts';
export { sealHash } from './seal-hash.ts';
export { EPOCH_BLOCKS, epochOf, standardCacheBytes, standardDatasetBytes } from './sizes.ts';
