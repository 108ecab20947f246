import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import { type DatasetTask, markUsed, openTaskBoard, sweepFolder } from '../dataset/index.ts';

/** Behind a ready dataset: marks its files as used, and deletes what epochs long past have left. Nothing waits for it. */
export function tidyFolder({ dir, part, shared }: DatasetTask, nowMs: number, log: Logger): void {
  if (dir === undefined || openTaskBoard({ part, shared }).isNotKept()) return;
  const tidy = async (): Promise<void> => {
    await markUsed(dir, part, nowMs);
    for (const file of await sweepFolder(dir, part.epoch, nowMs)) log.info({ file }, `deleted ${file}: an epoch that is over`);
  };
  tidy().catch((thrown: unknown) =>
    log.warn({ code: 'DATASET_FOLDER', dir }, `could not tidy the dataset folder: ${asMedrecError(thrown).message}`),
  );
}
