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
