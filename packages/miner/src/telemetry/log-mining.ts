import type { Logger } from '@medrec/shared/log';
import type { DatasetState } from '../ethash/index.ts';
import type { SealerStats } from '../sealing/index.ts';
import { formatRate, formatRates, formatSeconds } from './format-rate.ts';

/** A dataset below this is ready before anyone could read that it is not. */
const TOLD_DATASET_BYTES = 64 * 2 ** 20;
const STEP_PERCENT = 10;
const GIBIBYTE = 2 ** 30;

/** One line as miners know it from XMRig: rates over three windows, the best, and what they mean for a block. */
export function logSpeed(log: Logger, stats: SealerStats): void {
  const { hashesPerSecond: rates, luck, blocks } = stats;
  const { seconds10, seconds60, minutes15, max } = rates;
  const block = stats.expectedBlockSeconds === undefined ? '' : `, a block in ${formatSeconds(stats.expectedBlockSeconds)} on average`;
  const recent =
    luck.recentPercent === undefined
      ? ''
      : `, luck ${Math.round(luck.recentPercent)} % over ${luck.recentBlocks} block${luck.recentBlocks === 1 ? '' : 's'}`;
  log.info(
    {
      ...{ event: 'mining.speed', hashRate10: seconds10, hashRate60: seconds60, hashRate900: minutes15, hashRateMax: max },
      ...{ threads: stats.threadCount, effortPercent: luck.effortPercent, luckPercent: luck.recentPercent },
      ...{ sealed: blocks.sealed, side: blocks.side, lost: blocks.replaced + blocks.refused },
    },
    `speed 10s/60s/15m ${formatRates([seconds10, seconds60, minutes15])} max ${formatRate(max)}${block}, effort ${Math.round(luck.effortPercent)} %${recent}`,
  );
}

/** Tells how far a dataset is, every ten per cent, and when it is ready. */
export function createDatasetLog(log: Logger): (state: DatasetState) => void {
  let toldEpoch: number | undefined;
  let toldPercent = 0;
  return ({ state, epoch, bytes, doneBytes = 0, readBytes = 0, secondsLeft }) => {
    if (bytes === undefined || bytes < TOLD_DATASET_BYTES || epoch === undefined) return;
    const size = `${(bytes / GIBIBYTE).toFixed(2)} GiB`;
    if (state === 'ready' && toldEpoch === epoch) {
      toldEpoch = undefined;
      const read = Math.round((readBytes / bytes) * 100);
      const origin = read > 0 ? `, ${read} % of it read from disk` : '';
      log.info({ event: 'mining.dataset-ready', epoch, bytes, readBytes }, `the dataset of epoch ${epoch} is ready: ${size}${origin}`);
    }
    if (state !== 'preparing') return;
    const percent = Math.floor((doneBytes / bytes) * 100);
    const isNew = toldEpoch !== epoch;
    if (!isNew && percent < toldPercent + STEP_PERCENT) return;
    toldEpoch = epoch;
    toldPercent = percent - (percent % STEP_PERCENT);
    const left = secondsLeft === undefined ? '' : `, ${formatSeconds(secondsLeft)} left`;
    log.info(
      { event: 'mining.dataset', epoch, bytes, doneBytes, readBytes, secondsLeft },
      `preparing the dataset of epoch ${epoch} (${size}): ${percent} %${left}`,
    );
  };
}
