export type {
  DatasetState,
  FoundSeal,
  PoolClock,
  PoolJob,
  RestartReason,
  SearchPool,
  SearchPoolOptions,
  SearchThread,
} from './types.ts';
