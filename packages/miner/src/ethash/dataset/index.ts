export { loadCache } from './cache.ts';
export { type DiskFiles, diskFiles } from './files.ts';
export { defaultDatasetDir, fileName, markUsed, sweepFolder } from './folder.ts';
export { CHUNK_BYTES, type StoredPart } from './layout.ts';
export { openPreparation, type Preparation } from './prepare.ts';
export { createDatasetTask, type DatasetTask, openTaskBoard, type TaskBoard, type TaskProgress } from './task.ts';
