export { formatRate, formatRates, formatSeconds } from './format-rate.ts';
export { checkReady, type Health, type HealthReads } from './health.ts';
export { logHeadChange, short } from './log-chain.ts';
export { createDatasetLog, logSpeed } from './log-mining.ts';
export { createMetrics, type MetricReads, type Metrics } from './metrics.ts';
