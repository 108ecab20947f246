import { asMedrecError } from '@medrec/shared/errors';
import type { Logger } from '@medrec/shared/log';
import type { EpochDataset } from './epoch-dataset.ts';
import { STALL_LOOKS } from './stall-watch.ts';

/** Logs why the threads have nothing to search, when nobody waits for the answer. */
export function tellFault(log: Logger, thrown: unknown): void {
  const known = asMedrecError(thrown);
  log.error({ ...known.facts, code: known.code }, `the search threads cannot search: ${known.message} ${known.remedy ?? ''}`);
}

/** Looks at a dataset that is being prepared, and logs when that stands still or goes on again. */
export function tellStall(log: Logger, dataset: EpochDataset): void {
  const { epoch, task } = dataset;
  const change = dataset.look();
  if (change === 'goes-on') log.warn({ epoch }, `the dataset of epoch ${epoch} is being prepared again`);
  if (change !== 'stalled') return;
  const { doneBytes, bytes } = dataset.state();
  log.warn(
    { code: 'DATASET_STALLED', epoch, doneBytes, bytes, dir: task.dir, seconds: STALL_LOOKS },
    `nothing was done for the dataset of epoch ${epoch} in ${STALL_LOOKS} s: look at the disk of --ethash-dir, and at the machine’s load`,
  );
}
