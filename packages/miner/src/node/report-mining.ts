import type { Logger } from '@medrec/shared/log';
import type { Sealer } from '../sealing/index.ts';
import { createDatasetLog, logSpeed } from '../telemetry/index.ts';

const SPEED_INTERVAL_MS = 60_000;
const DATASET_INTERVAL_MS = 500;

/** Tells the log how fast it mines, each minute, and how far a dataset is. @returns a function that ends it */
export function reportMining(sealer: Sealer, log: Logger): () => void {
  const logDataset = createDatasetLog(log);
  const speed = setInterval(() => {
    const stats = sealer.stats();
    if (stats.state === 'sealing' && stats.threadCount > 0) logSpeed(log, stats);
  }, SPEED_INTERVAL_MS);
  const dataset = setInterval(() => logDataset(sealer.stats().dataset), DATASET_INTERVAL_MS);
  speed.unref();
  dataset.unref();
  return () => {
    clearInterval(speed);
    clearInterval(dataset);
  };
}
