export { checkReady, type Health, type HealthReads } from './health.ts';
export { logHeadChange, short } from './log-chain.ts';
export { createMetrics, type MetricReads, type Metrics } from './metrics.ts';
