export { type BuiltTier, buildRelease, type ReleaseInput, type ReleaseTools } from './build-release.ts';
export { REPORTED_DELTA } from './datasheet.ts';
export {
  createReleaseWriter,
  type PreparedRelease,
  type ReleaseHooks,
  type ReleaseRequest,
  type ReleaseWriter,
  type ReleaseWriterDependencies,
  type ReleaseWriterOptions,
} from './release-writer.ts';
export { type Snapshot, snapshotRoot } from './snapshot-root.ts';
export { openReleaseStore, type ReleaseStore, type StoredTier } from './store.ts';
