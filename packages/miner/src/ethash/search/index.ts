export { createSearchPool } from './pool.ts';
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
